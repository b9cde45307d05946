package web

import (
	"net/url"

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
	Kind         string // notice and mark: "confirmed", "waiting" or "withdrawn"
	Heading      string
	Explanation  string
	Outcomes     []outcomeView
	Person       []fact
	Consents     []consentQuestion
	Open         bool   // changes are possible
	ChangesText  string // until when, or that it is over
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
	o.Heading, o.Explanation = stateWords(p, r.State)
	o.Open = r.State != string(allocation.RegistrationWithdrawn) && pr.Event.ChangesOpen(s.Now())
	o.ChangesText = changesText(p, &pr.Event, o.Open)
	o.HasCalendar = len(o.confirmed()) > 0
	o.Person, err = s.detailFacts(c, p, r.Email, r.Details)
	return o, err
}

// stateWords are the heading and the sentence for a registration's state.
func stateWords(p *locale.Printer, state string) (heading, explanation string) {
	switch state {
	case string(allocation.RegistrationConfirmed):
		return p.T("You have a place"), p.T("You are registered for this event.")
	case string(allocation.RegistrationWaiting):
		return p.T("You are on the waiting list"), p.T("The event is full. As soon as a place is free for you, we write to you; your activities are decided then.")
	}
	return p.T("You have withdrawn"), p.T("This registration holds no places any more.")
}

func changesText(p *locale.Printer, e *event.Event, open bool) string {
	if open {
		return p.T("You can change or withdraw until %s.", p.Moment(e.ChangesUntil))
	}
	return p.T("Changes were possible until %s. Please write to the organisers now.", p.Moment(e.ChangesUntil))
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
				list = append(list, outcomeView{activityView: view, State: pl.State, Word: placeWord(p, pl), IsEvent: a.Kind == event.KindEvent,
					Reason: placeReason(p, pr, pl), Day: p.Day(a.StartsAt.In(pr.Event.Zone()))})
			}
		}
	}
	return list
}

// placeWord is the word of a place's mark.
func placeWord(p *locale.Printer, pl registration.Place) string {
	switch allocation.PlaceState(pl.State) {
	case allocation.Confirmed:
		return p.T("Confirmed")
	case allocation.Waiting:
		return p.T("Waiting list, number %d", pl.Position)
	case allocation.Wished:
		return p.T("Decided later")
	case allocation.Refused:
		return p.T("No place")
	}
	return p.T("Given up")
}

func placeReason(p *locale.Printer, pr *event.Programme, pl registration.Place) string {
	if pl.State == string(allocation.Wished) {
		return p.T("This is decided when you get a place at the event.")
	}
	return registration.Sentence(p, pl.Reason, pr)
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
	facts = append(facts, body, fact{Label: p.T("Country"), Value: p.Country(d.Country)}, fact{Label: p.T("Function"), Value: d.Function})
	if len(d.Languages) > 0 {
		facts = append(facts, fact{Label: p.T("Languages you understand"), Value: languageNames(p, d.Languages)})
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
	v := url.Values{}
	for _, g := range groups {
		v.Set(g.Field, none)
		for _, choice := range o.choicesOf() {
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
