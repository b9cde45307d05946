package web

import (
	"strings"

	"golang.org/x/net/html"

	"convene/internal/account"
	"convene/internal/event"
	"convene/internal/registration"
)

const madridPath = "/partner/events/madrid"

// agrees signs somebody up for Madrid who shares everything with the partners of
// these codes, and nothing with the others.
func (s *site) agrees(name string, codes ...string) *registration.Outcome {
	s.t.Helper()
	sub := registration.Submission{EventID: s.event("madrid").Event.ID, MayWait: true, Channel: registration.ChannelWeb, Now: s.now(),
		Email:   strings.ToLower(strings.ReplaceAll(name, " ", ".")) + "@example.org",
		Details: registration.Details{Given: name, Organisation: "Body of " + name, Country: "ES", Function: "Mayor", Locale: "en"}}
	for _, p := range s.event("madrid").Partners {
		sub.Consents = append(sub.Consents, registration.Consent{Purpose: registration.PurposePartner(p.Code), Text: "Give my data to " + p.Name, Fields: event.FieldNames})
	}
	for i := range sub.Consents {
		for _, code := range codes {
			sub.Consents[i].Given = sub.Consents[i].Given || sub.Consents[i].Purpose == registration.PurposePartner(code)
		}
	}
	o, err := s.desk.Submit(s.t.Context(), sub)
	if err != nil {
		s.t.Fatal(name, err)
	}
	return o
}

// changes writes straight into the database what no page can do.
func (s *site) changes(query string, args ...any) {
	s.t.Helper()
	if _, err := s.db.NewRaw(query, args...).Exec(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
}

// partnerAs makes an account of a partner and signs it in.
func (s *site) partnerAs(name, code string) *visitor {
	s.t.Helper()
	_, err := account.Add(s.t.Context(), s.db.DB, s.now(), account.New{Email: name + "@example.org", Name: name, Role: account.Partner,
		PartnerCode: code, Password: testPassword})
	if err != nil {
		s.t.Fatal(err)
	}
	return s.signedInAs(name)
}

// addresses are all links, forms and files that a page names.
func (a *answer) addresses() []string {
	var all []string
	for n := range a.doc.Descendants() {
		for _, name := range []string{"href", "src", "action"} {
			if v, ok := attribute(n, name); ok && n.Type == html.ElementNode {
				all = append(all, v)
			}
		}
	}
	return all
}
