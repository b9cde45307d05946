package web

import (
	"time"

	"github.com/labstack/echo/v4"

	"convene/internal/allocation"
	"convene/internal/event"
	"convene/internal/registration"
)

// question is one thing that a person is asked: whether they take a place that is
// offered, or come as they were named.
type question struct {
	activityView
	IsEvent bool
	Named   bool
	Body    string // who named them
	Day     string
	Until   string           // the end, with the zone; "" for a nomination that waits itself
	GiveUp  []event.Activity // what they hold and would give up for it
	Action  string           // where the answer goes
}

// asked are the facts behind a question: one registration and one of its places.
type asked struct {
	*registration.Registration
	Programme *event.Programme
	Place     registration.Place
	URL       string // of the page that asks
}

// open tells whether an answer is awaited and would still be taken.
func (a *asked) open(now time.Time) bool {
	pl := a.Place
	if a.Programme.Event.Status != event.Published || over(pl, now) {
		return false
	}
	return pl.State == string(allocation.Offered) || a.named()
}

// Activity is what the place is on; there always is one, or there was no question.
func (a *asked) Activity() *event.Activity { return a.Programme.ByCode(a.Place.Activity) }

// IsEvent tells whether the question is about the event itself.
func (a *asked) IsEvent() bool { return a.Place.Activity == event.RootCode }

// named tells whether the question is about a nomination.
func (a *asked) named() bool {
	return a.State == string(allocation.RegistrationNominated) && a.IsEvent()
}

// over tells whether the time to answer has ended, also when nobody has cleared the
// offer away yet.
func over(pl registration.Place, now time.Time) bool {
	return !pl.Until.IsZero() && !now.Before(pl.Until)
}

// question puts what is asked into words; nil when no answer is awaited.
func (s *Server) question(c echo.Context, a *asked) (*question, error) {
	act := a.Activity()
	if act == nil || !a.open(s.Now()) {
		return nil, nil
	}
	p, zone := s.printer(c), a.Programme.Event.Zone()
	q := &question{activityView: viewActivity(p, a.Programme, *act, nil), IsEvent: a.IsEvent(), Named: a.named(),
		Body: a.Body(), Day: p.Day(act.StartsAt.In(zone)), Action: a.URL}
	if !a.Place.Until.IsZero() {
		q.Until = p.Moment(a.Place.Until.In(zone))
	}
	var err error
	if !q.IsEvent {
		q.GiveUp, err = s.givenUp(c, a)
	}
	return q, err
}

// givenUp asks the rules themselves what an acceptance would cost.
func (s *Server) givenUp(c echo.Context, a *asked) ([]event.Activity, error) {
	effects, err := s.desk.EffectsOf(c.Request().Context(), s.answerOf(a, allocation.Accept))
	if registration.Refusal(err) != nil {
		return nil, nil // it ended this moment: the answer will say so
	}
	var list []event.Activity
	for _, e := range effects {
		act := a.Programme.ByCode(e.Activity)
		if act != nil && e.RegistrationID == a.ID && e.To == string(allocation.Released) {
			list = append(list, *act)
		}
	}
	return list, err
}

// answerOf is the deed of a yes or a no. It needs no key: a second yes changes
// nothing, and a second no finds nothing to refuse.
func (s *Server) answerOf(a *asked, kind allocation.Kind) registration.Decision {
	return registration.Decision{Kind: kind, EventID: a.EventID, RegistrationID: a.ID, Activity: a.Place.Activity,
		Actor: "participant", Now: s.Now()}
}

// ownQuestions are all that a signed-in person is asked about a registration.
func (s *Server) ownQuestions(c echo.Context, own *ownPage) ([]question, error) {
	var list []question
	for _, pl := range own.Places {
		q, err := s.question(c, own.asked(pl))
		if err != nil {
			return nil, err
		}
		if q != nil {
			list = append(list, *q)
		}
	}
	return list, nil
}

// asked is one of the places of one's own registration as a question.
func (o *ownPage) asked(pl registration.Place) *asked {
	return &asked{Registration: o.Registration, Programme: o.Programme, Place: pl, URL: o.URL + "/answer/" + pl.Activity}
}
