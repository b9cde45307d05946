package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"convene/internal/allocation"
	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/locale"
	"convene/internal/registration"
)

// answerPage asks one question, or says what became of it. Whoever has the mail's
// link may see it, so that it names nobody.
type answerPage struct {
	page
	Asked       *asked // nil: the link leads to nothing
	Question    *question
	Sure        bool // asks once more before a refusal
	Explanation string
}

// showAnswer changes nothing: mail scanners follow every link.
func (s *Server) showAnswer(c echo.Context) error {
	a, err := s.byToken(c)
	if err != nil {
		return err
	}
	return s.showQuestion(c, http.StatusOK, a, false)
}

func (s *Server) submitAnswer(c echo.Context) error {
	a, err := s.byToken(c)
	if err != nil {
		return err
	}
	return s.takeAnswer(c, a)
}

func (s *Server) showOwnAnswer(c echo.Context) error {
	a, err := s.ownAsked(c)
	if err != nil {
		return err
	}
	return s.showQuestion(c, http.StatusOK, a, false)
}

func (s *Server) submitOwnAnswer(c echo.Context) error {
	a, err := s.ownAsked(c)
	if err != nil {
		return err
	}
	return s.takeAnswer(c, a)
}

// ownAsked is the question that a signed-in person's address names.
func (s *Server) ownAsked(c echo.Context) (*asked, error) {
	own, err := s.mine(c)
	if err != nil {
		return nil, err
	}
	a := own.asked(placeOn(own.Places, c.Param("activity")))
	if a.Activity() == nil {
		return nil, fault.New(fault.NotFound, "There is no such event or activity.")
	}
	return a, nil
}

// byToken finds the place that a mail's link is about; nil for a link that is not
// ours, or whose registration was erased.
func (s *Server) byToken(c echo.Context) (*asked, error) {
	c.Response().Header().Set("Referrer-Policy", "no-referrer") // the address is the secret
	ctx := c.Request().Context()
	id, activity, ok := registration.ParseAnswer(s.Secret, c.Param("token"))
	if !ok {
		return nil, nil
	}
	r, err := registration.ByID(ctx, s.db, id)
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	pr, err := event.Load(ctx, s.db, r.EventID)
	if err != nil {
		return nil, err
	}
	places, err := registration.PlacesOf(ctx, s.db, id)
	if act := pr.ByID(activity); act != nil && err == nil {
		return &asked{Registration: r, Programme: pr, Place: placeOn(places, act.Code), URL: "/answer/" + c.Param("token")}, nil
	}
	return nil, err
}

// showQuestion asks, or says why there is nothing to answer any more.
func (s *Server) showQuestion(c echo.Context, status int, a *asked, sure bool) error {
	p := answerPage{page: s.page(c, ""), Asked: a, Sure: sure}
	if a == nil {
		p.Title = p.T("This link does not work")
		return s.render(c, http.StatusNotFound, "answer", p)
	}
	var err error
	if p.Question, err = s.question(c, a); err != nil {
		return err
	}
	if p.Question == nil {
		p.Title, p.Explanation = s.answered(p.Printer, a)
	} else {
		p.Title = questionTitle(p.Printer, p.Question, sure)
	}
	return s.render(c, status, "answer", p)
}

func questionTitle(p *locale.Printer, q *question, sure bool) string {
	switch {
	case q.Named && sure:
		return p.T("Do you really not come?")
	case sure:
		return p.T("Do you really refuse the place?")
	case q.Named:
		return p.T("You were named for this event")
	}
	return p.T("A place came free for you")
}

// answered says what became of a question: a heading and a sentence.
func (s *Server) answered(p *locale.Printer, a *asked) (heading, explanation string) {
	state := allocation.PlaceState(a.Place.State)
	live := a.State != string(allocation.RegistrationWithdrawn)
	switch {
	case a.Programme.Event.Status == event.Cancelled:
		return p.T("This event was cancelled."), p.T("You need not answer any more.")
	case live && state == allocation.Confirmed && !a.IsEvent():
		return p.T("The place is yours"), registration.Why(p, a.Programme, a.Place)
	case live && over(a.Place, s.Now()):
		gone := allocation.Reason{Code: allocation.OfferEnded}
		return p.T("You can no longer answer"), registration.Sentence(p, &gone, a.Programme)
	case live && !a.IsEvent():
		return p.T("This offer does not stand any more."), registration.Why(p, a.Programme, a.Place)
	}
	return registration.StateWords(p, a.Registration)
}

// takeAnswer does what a button says. A refusal is asked for twice, because the
// place goes to somebody else at once.
func (s *Server) takeAnswer(c echo.Context, a *asked) error {
	if a == nil || !a.open(s.Now()) {
		return s.showQuestion(c, http.StatusOK, a, false)
	}
	switch answer := c.FormValue("do"); {
	case answer == "accept" && a.named():
		return s.letConfirm(c, a)
	case answer == "accept":
		return s.decideAnswer(c, a, allocation.Accept)
	case answer == "refuse" && c.FormValue("sure") != "":
		return s.decideAnswer(c, a, allocation.Refuse)
	case answer == "refuse":
		return s.showQuestion(c, http.StatusOK, a, true)
	}
	return s.seeOther(c, a.URL)
}

// decideAnswer takes the answer to the desk. What it refuses, such as an offer that
// ended this moment, the page explains by itself.
func (s *Server) decideAnswer(c echo.Context, a *asked, kind allocation.Kind) error {
	_, err := s.desk.Decide(c.Request().Context(), s.answerOf(a, kind))
	if registration.Refusal(err) != nil {
		return s.seeOther(c, a.URL)
	}
	if err != nil {
		return err
	}
	p := s.printer(c)
	said := p.T("The place is yours, and we sent you a mail about it.")
	if kind == allocation.Refuse {
		said = p.T("You said no, and we sent you a mail about it.")
	}
	return s.orSeeOther(c, s.tell(c, "done", said), a.URL)
}

// letConfirm leads somebody who was named to their own sign-up. Who reads the mail
// of the address is asked for anew: a link may have been passed on.
func (s *Server) letConfirm(c echo.Context, a *asked) error {
	to := "/events/" + a.Programme.Event.Slug + "/register"
	if s.personID(c) == a.PersonID {
		return s.seeOther(c, to)
	}
	err := s.sendEntry(c, pendingEntry{Email: a.Email, To: to, Hidden: true})
	f := fault.As(err)
	if f == nil || f.Kind != fault.TooMany {
		return s.orSeeOther(c, err, "/enter/code")
	}
	var pending pendingEntry
	if s.recall(c, keyPending, &pending) && pending.Email == a.Email {
		return s.seeOther(c, "/enter/code")
	}
	setRetryAfter(c, f.RetryAfter)
	if err := s.tell(c, "warning", s.printer(c).T(f.Message, f.Args...)); err != nil {
		return err
	}
	return s.showQuestion(c, http.StatusTooManyRequests, a, false)
}
