package api

import (
	"context"
	"slices"

	"convene/internal/allocation"
	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/registration"
)

// changeBody is what shall be different; what is left out, or null, stays as it
// is: no field of a registration can be taken away, only emptied.
type changeBody struct {
	Given        *string         `json:"given_name,omitempty" maxLength:"120"`
	Family       *string         `json:"family_name,omitempty" maxLength:"120"`
	Badge        *string         `json:"badge_name,omitempty" maxLength:"120"`
	Latin        *string         `json:"latin_name,omitempty" maxLength:"120"`
	Authority    *authorityField `json:"authority,omitempty" doc:"Its name in any spelling, or its number; takes the place of an organisation."`
	Organisation *string         `json:"organisation,omitempty" maxLength:"160" doc:"Takes the place of an authority."`
	Country      *string         `json:"country,omitempty" maxLength:"2" doc:"ISO 3166-1 alpha-2"`
	Function     *string         `json:"function,omitempty" maxLength:"160" example:"Mayor"`
	Locale       *string         `json:"locale,omitempty" maxLength:"35" doc:"BCP 47"`
	Activities   *[]string       `json:"activities,omitempty" nullable:"false" maxItems:"100" maxLength:"40" doc:"All that the person wants to attend; what is left out is given up."`
	Wait         *waitField      `json:"join_waiting_list,omitempty" doc:"Activities to wait for when they are full, or all."`
	Consents     *[]string       `json:"consents,omitempty" nullable:"false" maxItems:"100" maxLength:"80" doc:"All purposes the person agrees to; the others are withdrawn."`
}

// RegistrationPath is the registration in an address.
type RegistrationPath struct {
	EventPath
	Reference string `path:"reference" example:"7K2M9QXA"`
}

type changeRequest struct {
	RegistrationPath
	Keyed
	Body changeBody
}

// change replaces what was sent of a registration.
func (s *Server) change(ctx context.Context, v *visit, in *changeRequest) (*answerWithOutcome, error) {
	pr, r, err := s.registration(ctx, v, in.RegistrationPath)
	if err != nil {
		return nil, err
	}
	places, err := registration.PlacesOf(ctx, s.db, r.ID)
	if err != nil {
		return nil, err
	}
	whole := in.Body.over(bodyOf(r, places))
	sub, err := s.submission(ctx, pr, whole)
	if err != nil {
		return nil, err
	}
	key, err := s.claim(ctx, v, in.Keyed, "change "+in.Slug+" "+r.Reference, in.Body)
	if err != nil {
		return nil, err
	}
	sub.Details.Languages, sub.Details.Phone = r.Languages, r.Phone // the API does not know of them
	o, err := s.desk.Change(ctx, registration.Change{Key: key, EventID: pr.Event.ID, RegistrationID: r.ID, Details: sub.Details,
		Choices: waitingAsBefore(sub.Choices, places, in.Body), Channel: registration.ChannelAPI, Actor: v.actor(), Now: s.Now()})
	if err != nil {
		return nil, err
	}
	consents := sub.Consents
	if o.Repeated {
		consents = refusals(consents)
	}
	if err := registration.SetConsents(ctx, s.db.DB, r.ID, consents, sub.Details.Locale, registration.ChannelAPI, s.Now()); err != nil {
		return nil, err
	}
	return s.standing(ctx, v, pr, o)
}

// refusals are the noes. A repeated request keeps only them: should its first try
// have broken off, no withdrawal of a consent is lost, and a person who withdrew
// theirs meanwhile does not give it again.
func refusals(consents []registration.Consent) []registration.Consent {
	return slices.DeleteFunc(consents, func(c registration.Consent) bool { return c.Given })
}

// registration finds one of an event that the token reaches.
func (s *Server) registration(ctx context.Context, v *visit, at RegistrationPath) (*event.Programme, *registration.Registration, error) {
	pr, err := s.theirs(ctx, v, at.Slug)
	if err != nil {
		return nil, nil, err
	}
	if !readable(at.Reference) {
		return nil, nil, fault.New(fault.NotFound, "There is no such registration.")
	}
	r, err := registration.ByReference(ctx, s.db, pr.Event.ID, at.Reference)
	return pr, r, err
}

// standing says how a registration stands now: who waited before keeps the place
// in the line, which the outcome of the change alone does not tell.
func (s *Server) standing(ctx context.Context, v *visit, pr *event.Programme, o *registration.Outcome) (*answerWithOutcome, error) {
	places, err := registration.PlacesOf(ctx, s.db, o.RegistrationID)
	if err != nil {
		return nil, err
	}
	answer := newOutcome(v.printer, pr, o)
	var asked []registration.Place
	for _, p := range places {
		if p.State != string(allocation.Released) {
			asked = append(asked, p)
		}
	}
	answer.Body.Places = newPlaces(v.printer, pr, asked)
	return answer, nil
}

// bodyOf is a registration as a program would send it.
func bodyOf(r *registration.Registration, places []registration.Place) registrationBody {
	b := registrationBody{Given: r.Given, Family: r.Family, Badge: r.Badge, Latin: r.Latin, Email: r.Email,
		Organisation: r.Organisation, Country: r.Country, Function: r.Function, Locale: r.Locale}
	if r.AuthorityID != 0 {
		b.Authority = authorityNumber(r.AuthorityID)
	}
	for _, p := range places {
		if p.Activity != event.RootCode && allocation.PlaceState(p.State).Live() {
			b.Activities = append(b.Activities, p.Activity)
		}
	}
	return b
}

// over puts what was sent over what stands. A name on the badge that was made of
// the other names follows them.
func (c changeBody) over(b registrationBody) registrationBody {
	made := registration.Details{Given: b.Given, Family: b.Family}.Clean().Badge
	if b.Badge == made && c.Badge == nil {
		b.Badge = ""
	}
	put(&b.Given, c.Given)
	put(&b.Family, c.Family)
	put(&b.Badge, c.Badge)
	put(&b.Latin, c.Latin)
	if c.Authority != nil || c.Organisation != nil {
		b.Authority, b.Organisation = "", ""
		if c.Country == nil && c.Authority != nil {
			b.Country = "" // the authority brings its own
		}
	}
	put(&b.Authority, c.Authority)
	put(&b.Organisation, c.Organisation)
	put(&b.Country, c.Country)
	put(&b.Function, c.Function)
	put(&b.Locale, c.Locale)
	put(&b.Activities, c.Activities)
	put(&b.Wait, c.Wait)
	put(&b.Consents, c.Consents)
	return b
}

func put[T any](to *T, value *T) {
	if value != nil {
		*to = *value
	}
}

// waitingAsBefore leaves the answers about waiting as they were when none was sent.
func waitingAsBefore(choices []registration.Choice, places []registration.Place, c changeBody) []registration.Choice {
	if c.Wait != nil {
		return choices
	}
	for i := range choices {
		for _, p := range places {
			if p.Activity == choices[i].Activity {
				choices[i].MayWait = p.MayWait
			}
		}
	}
	return choices
}

type withdrawRequest struct {
	RegistrationPath
	Keyed
}

// withdraw gives up a registration with all its places; doing it twice is no error.
func (s *Server) withdraw(ctx context.Context, v *visit, in *withdrawRequest) (*answerWithOutcome, error) {
	pr, r, err := s.registration(ctx, v, in.RegistrationPath)
	if err != nil {
		return nil, err
	}
	key, err := s.claim(ctx, v, in.Keyed, "withdraw "+in.Slug+" "+r.Reference, nil)
	if err != nil {
		return nil, err
	}
	o, err := s.desk.Withdraw(ctx, registration.Withdrawal{Key: key, EventID: pr.Event.ID, RegistrationID: r.ID,
		Channel: registration.ChannelAPI, Actor: v.actor(), Now: s.Now()})
	if err != nil {
		return nil, err
	}
	return newOutcome(v.printer, pr, o), nil
}
