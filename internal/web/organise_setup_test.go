package web

import (
	"fmt"
	"hash/crc32"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/uptrace/bun"

	"convene/internal/account"
	"convene/internal/registration"
)

// testPassword is that of every account of the tests.
const testPassword = "ten characters and more"

// staffed is a site with an organiser and a desk of Budapest, an organiser of
// Madrid and a partner of Madrid.
func staffed(t *testing.T, adjust ...func(*Config)) *site {
	t.Helper()
	s := open(t, adjust...)
	for _, n := range []account.New{
		{Email: "organiser@example.org", Name: "Secretariat", Role: account.Organiser, Events: []string{"budapest"}},
		{Email: "desk@example.org", Name: "Check-in", Role: account.Desk, Events: []string{"budapest"}},
		{Email: "other@example.org", Name: "Madrid office", Role: account.Organiser, Events: []string{"madrid"}},
		{Email: "iris@example.org", Name: "IRIS", Role: account.Partner, PartnerCode: s.partnerCode()},
	} {
		s.adds(n)
	}
	return s
}

// adds makes an account with the password of the tests, hashed once for all of them:
// hashing is slow on purpose.
func (s *site) adds(n account.New) {
	s.t.Helper()
	_, err := s.db.NewRaw(`with made as (
  insert into account (email, name, role, partner_id, password_hash, created_at)
  select ?0, ?1, ?2, (select id from partner where code = ?3), ?4, ?5 returning id)
insert into account_event (account_id, event_id) select made.id, e.id from made, event e where e.slug in (?6)`,
		n.Email, n.Name, n.Role, n.PartnerCode, s.hash(), s.now(), bun.List(append(n.Events, ""))).Exec(s.t.Context())
	if err != nil {
		s.t.Fatal(n.Email, err)
	}
}

var testHash struct {
	sync.Once
	value string
}

// hash is that of testPassword, as the house itself makes it.
func (s *site) hash() string {
	testHash.Do(func() {
		first := account.New{Email: "first@example.org", Name: "First", Role: account.Desk, Password: testPassword}
		if _, err := account.Add(s.t.Context(), s.db.DB, s.now(), first); err != nil {
			s.t.Fatal(err)
		}
		if err := s.db.NewRaw("delete from account where email = ? returning password_hash", first.Email).Scan(s.t.Context(), &testHash.value); err != nil {
			s.t.Fatal(err)
		}
	})
	return testHash.value
}

// partnerCode is the code of some partner of Madrid.
func (s *site) partnerCode() string {
	s.t.Helper()
	partners := s.event("madrid").Partners
	if len(partners) == 0 {
		s.t.Fatal("madrid has no partner")
	}
	return partners[0].Code
}

// signedInAs is a visitor with an account.
func (s *site) signedInAs(name string) *visitor {
	s.t.Helper()
	v := s.visitor()
	v.signsIn(name, testPassword)
	return v
}

func (v *visitor) signsIn(name, password string) *answer {
	v.t.Helper()
	return v.post("/sign-in", url.Values{"email": {name + "@example.org"}, "password": {password}})
}

// everyKind is a visitor for each account and one without, who see redirections as
// they are.
func (s *site) everyKind() map[string]*visitor {
	s.t.Helper()
	all := map[string]*visitor{"nobody": s.visitor()}
	for _, name := range []string{"organiser", "desk", "other", "iris"} {
		all[name] = s.signedInAs(name)
	}
	for _, v := range all {
		v.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	}
	return all
}

// registers submits somebody for Budapest. name is "Given|Family|badge|latin",
// of which all but the first may be missing.
func (s *site) registers(name, body, country string, choices ...string) *registration.Outcome {
	s.t.Helper()
	parts := append(strings.Split(name, "|"), "", "", "")
	sub := registration.Submission{EventID: s.event("budapest").Event.ID, MayWait: true, Channel: registration.ChannelWeb, Now: s.now(),
		Email:    fmt.Sprintf("participant-%08x@example.org", crc32.ChecksumIEEE([]byte(name))),
		Consents: []registration.Consent{{Purpose: registration.PurposeList, Given: true, Text: "Print my name in the list."}},
		Details: registration.Details{Given: parts[0], Family: parts[1], Badge: parts[2], Latin: parts[3], Organisation: body, Country: country,
			Function: "Mayor", Languages: []string{"en"}, Locale: "en"}}
	for _, code := range choices {
		sub.Choices = append(sub.Choices, registration.Choice{Activity: code, MayWait: true})
	}
	o, err := s.desk.Submit(s.t.Context(), sub)
	if err != nil {
		s.t.Fatal(name, err)
	}
	return o
}

// audited counts what was recorded of an action on an object.
func (s *site) audited(action, object string) (n int) {
	s.t.Helper()
	err := s.db.NewRaw("select count(*) from audit where action = ? and object = ?", action, object).Scan(s.t.Context(), &n)
	if err != nil {
		s.t.Fatal(err)
	}
	return n
}
