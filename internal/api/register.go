package api

import (
	"context"
	"slices"
	"strings"

	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/locale"
	"convene/internal/person"
	"convene/internal/registration"
)

// maxActivities bounds the lists of a request.
const maxActivities = 100

// registrationBody is a registration as programs send it.
type registrationBody struct {
	Given        string         `json:"given_name" maxLength:"120" example:"Zsófia"`
	Family       string         `json:"family_name,omitempty" maxLength:"120"`
	Badge        string         `json:"badge_name,omitempty" maxLength:"120" doc:"As it shall stand on the badge, in any script; made of the other names when left out."`
	Latin        string         `json:"latin_name,omitempty" maxLength:"120" doc:"The badge name in Latin letters, when it has others."`
	Email        string         `json:"email" maxLength:"254" example:"zsofia.sample@example.org"`
	Authority    authorityField `json:"authority,omitempty" doc:"Its name in any spelling, or its number. Either this or organisation."`
	Organisation string         `json:"organisation,omitempty" maxLength:"160"`
	Country      string         `json:"country,omitempty" maxLength:"2" doc:"ISO 3166-1 alpha-2; that of the authority when left out."`
	Function     string         `json:"function" maxLength:"160" example:"Deputy mayor"`
	Locale       string         `json:"locale,omitempty" maxLength:"35" doc:"Language of the mails and of the consents (BCP 47); that of the event when left out."`
	Activities   []string       `json:"activities,omitempty" nullable:"false" maxItems:"100" maxLength:"40" doc:"What the person wants to attend beside the event itself."`
	Wait         waitField      `json:"join_waiting_list,omitzero" doc:"Activities to wait for when they are full; event is the event itself, all is everything."`
	Consents     []string       `json:"consents,omitempty" nullable:"false" maxItems:"100" maxLength:"80" doc:"The purposes the person agreed to, of those of the event. Left out: nobody asked."`
}

type registerRequest struct {
	EventPath
	Keyed
	Body registrationBody
}

// register submits a person to the desk.
func (s *Server) register(ctx context.Context, v *visit, in *registerRequest) (*answerWithOutcome, error) {
	pr, err := s.theirs(ctx, v, in.Slug)
	if err != nil {
		return nil, err
	}
	sub, err := s.submission(ctx, pr, in.Body)
	if err != nil {
		return nil, err
	}
	if sub.Key, err = s.claim(ctx, v, in.Keyed, "register "+in.Slug, in.Body); err != nil {
		return nil, err
	}
	sub.Channel, sub.Actor, sub.Now = registration.ChannelAPI, v.actor(), s.Now()
	o, err := s.desk.Submit(ctx, *sub)
	if err != nil {
		return nil, err
	}
	return newOutcome(v.printer, pr, o), nil
}

// submission reads a body; fault.Invalid names every field that is wrong.
func (s *Server) submission(ctx context.Context, pr *event.Programme, b registrationBody) (*registration.Submission, error) {
	details, wrong, err := s.details(ctx, pr, b)
	if err != nil {
		return nil, err
	}
	email, err := person.Email(b.Email)
	if f := fault.As(err); f != nil {
		wrong = append(wrong, f.Fields...)
	} else if err != nil {
		return nil, err
	}
	choices, more := choicesOf(pr, b.Activities, b.Wait)
	consents, evenMore := consentsOf(pr, b.Consents, details.Locale)
	wrong = slices.Concat(wrong, more, evenMore)
	return &registration.Submission{EventID: pr.Event.ID, Email: email, Details: details, Choices: choices,
		MayWait: b.Wait.has(event.RootCode), Both: true, Consents: consents}, fault.WrongInput(wrong)
}

// details reads what a body says of the person.
func (s *Server) details(ctx context.Context, pr *event.Programme, b registrationBody) (registration.Details, []fault.Field, error) {
	d := registration.Details{Given: b.Given, Family: b.Family, Badge: b.Badge, Latin: b.Latin, Organisation: b.Organisation,
		Country: strings.ToUpper(b.Country), Function: b.Function, Locale: locale.Negotiate(b.Locale, "", pr.Event.DefaultLocale)}
	if b.Authority == "" {
		d = d.Clean()
		return d, d.Check(""), nil
	}
	a, wrong, err := s.authority(ctx, b.Authority, d.Country)
	switch {
	case err != nil:
		return d, nil, err
	case b.Organisation != "":
		wrong = &fault.Field{Name: "authority", Message: "Send an authority or an organisation, not both."}
	case a != nil:
		d.AuthorityID = a.ID
		if d.Country == "" {
			d.Country = a.Country
		}
	}
	d = d.Clean()
	faults := d.Check("")
	if wrong != nil {
		faults = withoutBody(faults, b.Country)
		faults = append(faults, *wrong)
	}
	return d, faults, nil
}

// withoutBody leaves out what is wrong only because the authority is: it would
// have brought its country.
func withoutBody(faults []fault.Field, country string) []fault.Field {
	return slices.DeleteFunc(faults, func(f fault.Field) bool {
		return f.Name == "authority" || f.Name == "country" && country == ""
	})
}

// choicesOf reads the activities, each once, and for which the person waits.
func choicesOf(pr *event.Programme, codes []string, wait waitField) ([]registration.Choice, []fault.Field) {
	var choices []registration.Choice
	var wrong []fault.Field
	for i, code := range codes {
		if a := pr.ByCode(code); a == nil || !a.Chosen {
			wrong = append(wrong, fault.Field{Name: "activities", Message: "There is no activity “%s” to choose.", Args: []any{person.Line(code, 40)}})
		} else if !slices.Contains(codes[:i], code) {
			choices = append(choices, registration.Choice{Activity: code, MayWait: wait.has(code)})
		}
	}
	for _, code := range wait.Codes {
		if code != event.RootCode && !slices.Contains(codes, code) {
			wrong = append(wrong, fault.Field{Name: "join_waiting_list", Message: "“%s” is not among the activities.", Args: []any{person.Line(code, 40)}})
		}
	}
	return choices, wrong
}

// consentsOf answers every question of the event in the person's language: yes to
// those purposes that were sent, no to the others. nil answers none.
func consentsOf(pr *event.Programme, purposes []string, lang string) ([]registration.Consent, []fault.Field) {
	if purposes == nil {
		return nil, nil
	}
	var consents []registration.Consent
	known := map[string]bool{}
	for _, q := range registration.Questions(locale.For(lang), pr) {
		known[q.Purpose] = true
		consents = append(consents, registration.Consent{Purpose: q.Purpose, Given: slices.Contains(purposes, q.Purpose), Text: q.Text, Fields: q.Fields})
	}
	var wrong []fault.Field
	for _, purpose := range purposes {
		if !known[purpose] {
			wrong = append(wrong, fault.Field{Name: "consents", Message: "This event does not ask for “%s”.", Args: []any{person.Line(purpose, 80)}})
		}
	}
	return consents, wrong
}
