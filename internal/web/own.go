package web

import (
	"net/url"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"convene/internal/allocation"
	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/locale"
	"convene/internal/person"
	"convene/internal/registration"
)

// ownPage is one's own registration in words: what became of each wish, what was
// said, what is shared.
type ownPage struct {
	Registration *registration.Registration
	Programme    *event.Programme
	Places       []registration.Place
	Kind         string // notice and mark: the registration's state
	Heading      string
	Explanation  string
	Outcomes     []outcomeView
	Person       []fact
	Consents     []consentQuestion
	Open         bool                  // changes are possible
	Frozen       bool                  // changes can be asked for
	MustAsk      bool                  // so it is with withdrawing: who only waits may leave at any time
	Named        bool                  // not confirmed yet: only an answer is possible
	ChangesText  string                // until when, or that it is over
	Asked        *registration.Request // that waits for an organiser; nil for none
	HasCalendar  bool
	URL          string // of the registration's own page
}

// outcomeView is one wish and what became of it.
type outcomeView struct {
	activityView
	State   string
	Word    string
	Reason  string // why not, or who is before
	Day     string
	IsEvent bool
}

// mine finds the registration of the address proved in this session. Somebody
// else's does not exist for them (ASVS 8.2.2).
func (s *Server) mine(c echo.Context) (*ownPage, error) {
	ctx := c.Request().Context()
	all, err := registration.OfPerson(ctx, s.db, s.personID(c))
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].Reference == c.Param("reference") {
			pr, err := event.Load(ctx, s.db, all[i].EventID)
			if err != nil {
				return nil, err
			}
			return s.ownPage(c, &all[i], pr)
		}
	}
	return nil, fault.New(fault.NotFound, "There is no such registration under your address.")
}

func (s *Server) ownPage(c echo.Context, r *registration.Registration, pr *event.Programme) (*ownPage, error) {
	ctx, p := c.Request().Context(), s.printer(c)
	places, err := registration.PlacesOf(ctx, s.db, r.ID)
	if err != nil {
		return nil, err
	}
	standing, err := registration.ConsentsOf(ctx, s.db, r.ID)
	if err != nil {
		return nil, err
	}
	o := &ownPage{Registration: r, Programme: pr, Places: places, Kind: r.State, URL: "/me/" + r.Reference,
		Outcomes: outcomes(p, pr, places), Consents: answered(consentQuestions(p, pr), standing)}
	o.Heading, o.Explanation = registration.StateWords(p, r)
	o.setChanges(p, s.Now())
	o.HasCalendar = len(o.confirmed()) > 0
	if o.Asked, err = registration.OpenRequestOf(ctx, s.db, r.ID); err != nil {
		return nil, err
	}
	o.Person, err = s.detailFacts(c, p, r.Email, r.Details)
	return o, err
}

// setChanges says what one can do about a registration: change it, after the freeze
// ask for a change until the event begins (places.md, rule 11), or only answer.
func (o *ownPage) setChanges(p *locale.Printer, now time.Time) {
	e, state := &o.Programme.Event, allocation.RegistrationState(o.Registration.State)
	o.Named = state == allocation.RegistrationNominated
	live := state != allocation.RegistrationWithdrawn && !o.Named && e.Status == event.Published
	o.Open = live && e.ChangesOpen(now)
	o.Frozen = live && !o.Open && now.Before(e.StartsAt)
	o.MustAsk = o.Frozen && slices.ContainsFunc(o.Places, func(pl registration.Place) bool { return allocation.PlaceState(pl.State).Taken() })
	o.ChangesText = changesText(p, e, o)
}

// outcomes lists the event's own place first, then the activities in the order of
// the programme. What was given up is left out.
func outcomes(p *locale.Printer, pr *event.Programme, places []registration.Place) []outcomeView {
	var list []outcomeView
	for i := range pr.Activities {
		a := pr.Activities[i]
		for _, pl := range places {
			if pl.ActivityID == a.ID && pl.State != string(allocation.Released) {
				view := viewActivity(p, pr, a, nil)
				list = append(list, outcomeView{activityView: view, State: pl.State, Word: registration.PlaceWord(p, pl), IsEvent: a.Kind == event.KindEvent,
					Reason: registration.Why(p, pr, pl), Day: p.Day(a.StartsAt.In(pr.Event.Zone()))})
			}
		}
	}
	return list
}

// answered ticks the consents that stand.
func answered(questions []consentQuestion, standing map[string]registration.Consent) []consentQuestion {
	for i := range questions {
		questions[i].Ticked = standing[questions[i].Purpose].Given
	}
	return questions
}

// detailFacts are the lines about a person.
func (s *Server) detailFacts(c echo.Context, p *locale.Printer, email string, d registration.Details) ([]fact, error) {
	body := fact{Label: p.T("Authority or organisation"), Value: d.Organisation}
	if d.AuthorityID != 0 {
		a, err := person.AuthorityByID(c.Request().Context(), s.db, d.AuthorityID)
		if err != nil {
			return nil, err
		}
		body.Value, body.Note = a.Name, a.NativeName
	}
	facts := []fact{{Label: p.T("E-mail address"), Value: email}, {Label: p.T("Given names"), Value: d.Given}}
	if d.Family != "" {
		facts = append(facts, fact{Label: p.T("Family name"), Value: d.Family})
	}
	facts = append(facts, fact{Label: p.T("Name on your badge"), Value: d.Badge})
	if d.Latin != "" {
		facts = append(facts, fact{Label: p.T("In Latin letters"), Value: d.Latin})
	}
	facts = append(facts, body, fact{Label: p.T("Country"), Value: p.Country(d.Country)})
	if d.Function != "" { // nobody said it yet of somebody who was only named
		facts = append(facts, fact{Label: p.T("Function"), Value: d.Function})
	}
	if len(d.Languages) > 0 {
		facts = append(facts, fact{Label: p.T("Languages you understand"), Value: languageNames(p, d.Languages)})
	}
	if d.Phone != "" {
		facts = append(facts, fact{Label: p.T("Mobile number, for the guide of your trip"), Value: registration.ShowPhone(d.Phone)})
	}
	return facts, nil
}

// choicesOf are the wishes of a registration that still stand. Where somebody
// holds one place and waits for a better one of the same block, the better one is
// the wish: the held place goes only when it is granted.
func (o *ownPage) choicesOf() []registration.Choice {
	byBlock := map[string]registration.Choice{}
	var order []string
	for _, pl := range o.Places {
		a := o.Programme.ByID(pl.ActivityID)
		if a == nil || a.Kind == event.KindEvent || !allocation.PlaceState(pl.State).Live() {
			continue
		}
		key := a.Code
		if a.Block != "" {
			key = a.Block
		}
		if _, seen := byBlock[key]; !seen {
			order = append(order, key)
		} else if pl.State == string(allocation.Confirmed) {
			continue
		}
		byBlock[key] = registration.Choice{Activity: a.Code, MayWait: pl.MayWait || pl.State == string(allocation.Waiting)}
	}
	var choices []registration.Choice
	for _, key := range order {
		choices = append(choices, byBlock[key])
	}
	return choices
}

// standing is what a form of changes begins with: what was asked for and is not
// answered yet, else what is.
func (o *ownPage) standing() (registration.Details, []registration.Choice) {
	if o.Asked != nil && o.Asked.Kind == registration.RequestChange {
		return o.Asked.Details, o.Asked.Choices
	}
	return o.Registration.Details, o.choicesOf()
}

// held are the codes of the places a registration has or waits for.
func (o *ownPage) held() []string {
	var codes []string
	for _, pl := range o.Places {
		if allocation.PlaceState(pl.State).Live() {
			codes = append(codes, pl.Activity)
		}
	}
	return codes
}

// typedChoices is the form of the activities as this registration would fill it.
func (o *ownPage) typedChoices(groups []choiceGroup) url.Values {
	details, choices := o.standing()
	v := url.Values{phoneName: {registration.ShowPhone(details.Phone)}}
	for _, g := range groups {
		v.Set(g.Field, none)
		for _, choice := range choices {
			for _, a := range g.Activities {
				if a.Code == choice.Activity {
					v.Set(g.Field, a.Code)
					if choice.MayWait {
						v.Set(g.Wait, "yes")
					}
				}
			}
		}
	}
	return v
}
