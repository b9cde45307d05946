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

// checkPage shows every answer before it counts (WCAG 3.3.4).
type checkPage struct {
	stepPage
	Key      string
	Person   []fact
	Wishes   []wish
	Consents []consentQuestion
	YouURL   string
	ShareURL string
	Overlap  string // another event of theirs at the same time; "" for none
}

// fact is one line of a summary. Change leads to where it can be changed.
type fact struct {
	Label, Value, Note, Change string
}

// wish is one question about activities with its answer, and what would become of
// it now.
type wish struct {
	Legend   string
	Activity *activityView // nil: none
	Wait     bool
	Change   string
}

func (s *Server) showCheck(c echo.Context) error {
	su, err := s.atStep(c, stepCheck)
	if err != nil {
		return err
	}
	problem, err := s.foreseen(c, su)
	if err != nil {
		return err
	}
	return s.askCheck(c, http.StatusOK, su, nil, problem)
}

// foreseen says before the button is pressed that the authority has all its
// places; the desk decides it again (places.md, rule 12).
func (s *Server) foreseen(c echo.Context, su *signup) (string, error) {
	submission, err := s.submission(c, su)
	if err != nil {
		return "", err
	}
	_, err = s.desk.Forecast(c.Request().Context(), *submission)
	reason := registration.Refusal(err)
	switch {
	case reason != nil && reason.Code == allocation.Delegation:
		return registration.Sentence(s.printer(c), reason, su.Programme), nil
	case reason != nil || fault.Is(err, fault.Invalid): // said when it is sent
		return "", nil
	}
	return "", err
}

// askCheck shows the page; problem is said above the button that was pressed.
func (s *Server) askCheck(c echo.Context, status int, su *signup, faults []fault.Field, problem string) error {
	p := s.page(c, "")
	details, _, err := s.parseDetails(c, su.Draft.Answers)
	if err != nil {
		return err
	}
	overlap, err := s.otherEvent(c, p.Printer, &su.Event)
	if err != nil {
		return err
	}
	if problem != "" {
		p.Notices = append(p.Notices, notice{"error", problem})
	}
	facts, err := s.detailFacts(c, p.Printer, p.Email, details)
	if err != nil {
		return err
	}
	return s.render(c, status, "register/check", checkPage{stepPage: s.stepPage(p, su, stepCheck, su.Draft.Answers, faults),
		Key: su.Draft.Key, Person: facts, Wishes: su.wishes(p.Printer), YouURL: su.url(stepYou), ShareURL: su.url(stepSharing),
		Consents: tick(consentQuestions(p.Printer, su.Programme), su.Draft.Answers), Overlap: overlap})
}

// wishes are the answers about activities in the order of the steps.
func (su *signup) wishes(p *locale.Printer) []wish {
	var list []wish
	for _, step := range []string{stepActivities, stepTrip} {
		for _, g := range choiceGroups(p, su.Programme, su.Counters, step == stepTrip) {
			w := wish{Legend: g.Legend, Change: su.url(step) + "#" + g.Field, Wait: su.Draft.Answers.Get(g.Wait) != ""}
			if c, _ := g.parse(su.Draft.Answers, nil); c != nil {
				w.Activity = &c.activity
			}
			list = append(list, w)
		}
	}
	return list
}

// otherEvent names an event the person is registered for that runs at the same
// time. It is a warning: they may know better (places.md, rule 8).
func (s *Server) otherEvent(c echo.Context, p *locale.Printer, e *event.Event) (string, error) {
	ctx := c.Request().Context()
	mine, err := registration.OfPerson(ctx, s.db, s.personID(c))
	if err != nil {
		return "", err
	}
	events, err := event.List(ctx, s.db)
	if err != nil {
		return "", err
	}
	for _, other := range events {
		for _, r := range mine {
			live := r.State != string(allocation.RegistrationWithdrawn)
			if live && r.EventID == other.ID && other.ID != e.ID && overlap(e, &other) {
				title, _ := other.Title.In(p.Lang(), other.DefaultLocale)
				return title, nil
			}
		}
	}
	return "", nil
}

func overlap(a, b *event.Event) bool {
	return a.StartsAt.Before(b.EndsAt) && b.StartsAt.Before(a.EndsAt)
}
