package export

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"convene/internal/event"
	"convene/internal/locale"
	"convene/internal/registration"
)

// Attendee is what a partner gets of one person. A field that the agreement or
// the person's consent leaves out is empty; JSON leaves it out.
type Attendee struct {
	ID          string `json:"id"`             // opaque; the same for this partner and person always
	Name        string `json:"name,omitempty"` // as the person wants to be named
	Latin       string `json:"latin_name,omitempty"`
	Authority   string `json:"authority,omitempty"`    // or organisation
	Country     string `json:"country,omitempty"`      // ISO 3166-1 alpha-2
	CountryName string `json:"country_name,omitempty"` // in the language asked for
	Function    string `json:"function,omitempty"`
	Email       string `json:"email,omitempty"`
}

// View is what a partner may see of an event: the agreement, and the people who
// agree to it, by country, authority and name in the order of the language.
type View struct {
	Event     event.Event
	Partner   event.Partner
	Attendees []Attendee
}

// Preview reads what a partner may see at this moment. It hands nothing over and
// logs nothing. Inside a transaction that is not a snapshot, or without one, a
// change between two reads can only leave a person out.
func Preview(ctx context.Context, db bun.IDB, now time.Time, r Request) (*View, error) {
	if len(r.Secret) == 0 {
		return nil, errors.New("export: no secret to make a partner's ids with")
	}
	pr, err := event.Load(ctx, db, r.EventID)
	if err != nil {
		return nil, err
	}
	partner, err := running(pr, r.PartnerID, now)
	if err != nil {
		return nil, err
	}
	v := &View{Event: pr.Event, Partner: *partner}
	people, err := registration.Attendees(ctx, db, r.EventID, "", nil)
	if err != nil {
		return nil, err
	}
	return v, v.admit(ctx, db, r, people)
}

// admit keeps of the people those who agree, and of them what they agree to.
// Consents are read after the people: whoever withdraws in between is left out.
func (v *View) admit(ctx context.Context, db bun.IDB, r Request, people []registration.Attendee) error {
	consents, err := registration.Consenting(ctx, db, r.EventID, "partner:"+v.Partner.Code)
	if err != nil {
		return err
	}
	p := locale.For(r.Lang)
	for _, a := range people {
		consent, agrees := consents[a.RegistrationID]
		if !agrees {
			continue
		}
		id := pseudonym(r.Secret, r.PartnerID, a.PersonID)
		v.Attendees = append(v.Attendees, reveal(p, a, id, common(v.Partner.Fields, consent.Fields)))
	}
	v.sort(p)
	return nil
}

// common gives the fields that stand in both, in the order of event.FieldNames:
// an agreement that grew later gives no more than the person was promised, a
// consent to more than the agreement holds no more than the agreement.
func common(agreed, consented []string) []string {
	var fields []string
	for _, f := range event.FieldNames {
		if slices.Contains(agreed, f) && slices.Contains(consented, f) {
			fields = append(fields, f)
		}
	}
	return fields
}

// reveal fills in the fields of one person that may be seen.
func reveal(p *locale.Printer, a registration.Attendee, id string, fields []string) Attendee {
	seen := Attendee{ID: id}
	for _, f := range fields {
		switch f {
		case "name":
			seen.Name, seen.Latin = a.Badge, a.Latin
		case "authority":
			seen.Authority = a.Body
		case "country":
			seen.Country, seen.CountryName = a.Country, p.Country(a.Country)
		case "function":
			seen.Function = a.Function
		case "email":
			seen.Email = a.Email
		}
	}
	return seen
}

// sort orders by what is seen only: an order by a hidden field would betray it.
func (v *View) sort(p *locale.Printer) {
	slices.SortFunc(v.Attendees, func(a, b Attendee) int { return cmp.Compare(a.ID, b.ID) })
	locale.Sort(p, v.Attendees,
		func(a Attendee) string { return a.CountryName },
		func(a Attendee) string { return a.Authority },
		func(a Attendee) string { return cmp.Or(a.Latin, a.Name) })
}

// sheet lays the people out in the columns of the agreement.
func (v *View) sheet(r Request) *sheet {
	p := locale.For(r.Lang)
	s := &sheet{people: v.Attendees, about: about{printer: p, event: v.Event, partner: &v.Partner, fields: v.Partner.Fields, purpose: Purpose(p)}}
	columns := partnerColumns(p, v.Partner.Fields)
	for _, c := range columns {
		s.columns = append(s.columns, c.column)
	}
	for _, a := range v.Attendees {
		row := make([]string, len(columns))
		for i, c := range columns {
			row[i] = c.value(a)
		}
		s.rows = append(s.rows, row)
	}
	if s.people == nil {
		s.people = []Attendee{} // [] in JSON, not null
	}
	return s
}
