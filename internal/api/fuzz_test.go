package api

import (
	"encoding/json"
	"math/rand/v2"
	"net/url"
	"strings"
	"testing"
)

// pieces are what bodies and headers are put together from: right values, wrong
// ones, and those that break programs.
var pieces = []string{`"Anna"`, `""`, `"\u0000"`, `"\ud800"`, `"a\nb"`, `"bp-a1"`, `"event"`, `"all"`, `"list"`, `"Pécs"`, `"fr"`, `"HU"`, `"x@example.org"`,
	`"x\u0000@example.org"`, `"` + strings.Repeat("é", 300) + `"`, `"\u202eAnna"`, `"😀"`, `null`, `true`, `0`, `-1`, `1`, `1.5`, `1e400`, `99999999999999999999`,
	`[]`, `["bp-a1"]`, `["bp-a1","bp-b1","bp-t1"]`, `["\u0000"]`, `[null]`, `[[]]`, `["partner:iris","list"]`, `{}`, `{"a":{"b":[]}}`, "\"\xff\"", `"zz-ZZ"`}

var names = []string{"given_name", "family_name", "badge_name", "latin_name", "email", "authority", "organisation", "country", "function", "locale",
	"activities", "join_waiting_list", "consents", "Given_Name", "role", ""}

// randomBody is an object of the right fields with anything in them, at times broken.
func randomBody(r *rand.Rand) string {
	fields := map[string]string{}
	for _, name := range []string{"given_name", "organisation", "function"} {
		fields[name] = `"Anna"`
	}
	fields["country"], fields["email"] = `"HU"`, `"x@example.org"`
	for range r.IntN(5) {
		fields[names[r.IntN(len(names))]] = pieces[r.IntN(len(pieces))]
	}
	var b strings.Builder
	for name, value := range fields {
		key, _ := json.Marshal(name) // a string: cannot fail
		b.WriteString("," + string(key) + ":" + value)
	}
	body := "{" + strings.TrimPrefix(b.String(), ",") + "}"
	if r.IntN(10) == 0 {
		body = body[:r.IntN(len(body))]
	}
	return body
}

// Whatever a program sends, the fault is never said to be ours, and a refusal is
// always a problem.
func TestNothingThatIsSentIsOurFault(t *testing.T) {
	t.Parallel()
	h := open(t)
	r := rand.New(rand.NewPCG(7, 11)) // the same requests each time
	at := budapest + "/" + h.call("organiser", "POST", budapest, anna("Anna")).is(201).body["reference"].(string)
	some := func() string { return strings.Trim(pieces[r.IntN(len(pieces))], `"`) }
	clean := strings.NewReplacer("\x00", "", "\n", "", "\xff", "é")
	for range 600 {
		var a *answer
		headers := []string{"Idempotency-Key", clean.Replace(some()), "Accept", clean.Replace(some()) + ";q", "Accept-Language", clean.Replace(some())}
		switch r.IntN(4) {
		case 0:
			a = h.call("organiser", "POST", budapest, randomBody(r), headers...)
		case 1:
			a = h.call("organiser", "PATCH", at, randomBody(r), headers...)
		case 2:
			q := url.Values{[]string{"state", "activity", "modified_since", "limit", "cursor"}[r.IntN(5)]: {some()}}
			a = h.call("organiser", "GET", budapest+"?"+q.Encode(), nil, headers...)
		default:
			a = h.call("iris", "GET", "/partner/events/"+url.PathEscape(some())+"/attendees", nil, headers...)
		}
		problem := a.header.Get("Content-Type") == "application/problem+json"
		if a.status >= 500 || problem != (a.status >= 400) {
			t.Errorf("%d %s: %s", a.status, a.header.Get("Content-Type"), a.raw)
		}
	}
}
