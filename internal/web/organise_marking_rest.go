package web

import (
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"convene/internal/presence"
)

// submitRest marks everybody who is not marked yet in one deed, after asking.
func (s *Server) submitRest(c echo.Context) error {
	m, err := s.markingOf(c)
	if err != nil {
		return err
	}
	state := oneOf(c.FormValue("state"), []string{presence.Present, presence.Absent})
	var marks []presence.Mark
	for _, r := range m.sheet.People() {
		if m.records[r.RegistrationID].State == "" && state != "" {
			marks = append(marks, m.markOf(r.RegistrationID, state, presence.FromSheet))
		}
	}
	if c.FormValue(sure) == "" || state == "" {
		return s.askRest(c, m, state, len(marks))
	}
	n, err := s.mark(c, m, marks)
	if err != nil {
		return err
	}
	return s.orSeeOther(c, s.tell(c, "done", s.printer(c).N("%d mark is saved.", "%d marks are saved.", n, n)), m.url())
}

func (s *Server) askRest(c echo.Context, m *marking, state string, people int) error {
	p := s.confirmPage(c, m.Programme, "/presence", s.printer(c).T("Mark the others"), m.url())
	p.Subject = markedName(p.Printer, m.Programme, m.Activity, m.Slot)
	p.Action = m.below("rest")
	switch {
	case state == "" || people == 0:
		p.Problem = p.T("Everybody is marked already.")
	case state == presence.Absent:
		p.Lead, p.Button = p.N("%d person whom nobody has marked is marked absent.", "%d people whom nobody has marked are marked absent.", people, people), p.T("They were absent")
	default:
		p.Lead, p.Button = p.N("%d person whom nobody has marked is marked present.", "%d people whom nobody has marked are marked present.", people, people), p.T("They were present")
	}
	p.Effects = []string{p.T("Marks that are there stay. You can undo it on the page of the list.")}
	p.carry(c.Request().PostForm)
	return s.showConfirm(c, p)
}

// addLast offers to undo what was marked last, when it was more than one mark.
func (s *Server) addLast(c echo.Context, p *markingPage) error {
	last, err := presence.Last(c.Request().Context(), s.db, p.list.Activity.ID, p.list.Slot)
	if err != nil || last == nil || last.Marks < 2 {
		return err
	}
	who, err := s.actorName(c.Request().Context(), p.Printer, "account:"+strconv.FormatInt(last.AccountID, 10))
	if err != nil {
		return err
	}
	p.Last = p.T("Last: %d marks together by %s, %s.", last.Marks, who, p.Moment(last.At.In(p.Programme.Event.Zone())))
	p.LastAt = last.At.UTC().Format(time.RFC3339Nano)
	return nil
}

// submitUndo takes the last deed back, when it is still the last.
func (s *Server) submitUndo(c echo.Context) error {
	m, err := s.markingOf(c)
	if err != nil {
		return err
	}
	ctx, p := c.Request().Context(), s.printer(c)
	last, err := presence.Last(ctx, s.db, m.Activity.ID, m.Slot)
	if err != nil {
		return err
	}
	if last == nil || last.At.UTC().Format(time.RFC3339Nano) != c.FormValue("at") {
		return s.orSeeOther(c, s.tell(c, "warning", p.T("Somebody has marked this list since. Look at it again before you undo anything.")), m.url())
	}
	n, err := presence.Undo(ctx, s.db, s.Now(), m.account.ID, m.Event.ID, m.Activity.ID, m.Slot, *last)
	if err == nil {
		err = s.noted(c, m, "presence-undone", n)
	}
	if err != nil {
		return err
	}
	return s.orSeeOther(c, s.tell(c, "done", p.N("%d mark is as it was before.", "%d marks are as they were before.", n, n)), m.url())
}
