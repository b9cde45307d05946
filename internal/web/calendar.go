package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"convene/internal/allocation"
	"convene/internal/event"
	"convene/internal/locale"
	"convene/internal/mail"
)

// eventCalendar is the public programme as a calendar file, METHOD:PUBLISH
// (RFC 5546, domain.md ST-02).
func (s *Server) eventCalendar(c echo.Context) error {
	pr, err := s.programme(c.Request().Context(), c.Param("slug"))
	if err != nil {
		return err
	}
	p := s.printer(c)
	cal := s.newCalendar(pr)
	for i := range pr.Activities {
		if a := &pr.Activities[i]; a.Kind != event.KindEvent {
			cal.Entries = append(cal.Entries, s.calendarEntry(p, pr, a, pr.Event.Slug, 0))
		}
	}
	return sendCalendar(c, cal, pr.Event.Slug)
}

// ownCalendar is what one person holds places on, with the same UIDs as in their
// mails, so that a calendar does not show anything twice.
func (s *Server) ownCalendar(c echo.Context) error {
	own, err := s.mine(c)
	if err != nil {
		return err
	}
	p, cal := s.printer(c), s.newCalendar(own.Programme)
	activities := own.confirmed()
	for _, a := range activities {
		entry := s.calendarEntry(p, own.Programme, a, own.Registration.Reference, own.Registration.Sequence)
		entry.WholeDays = a.Kind == event.KindEvent && len(activities) > 1
		cal.Entries = append(cal.Entries, entry)
	}
	if len(cal.Entries) == 0 {
		return echo.ErrNotFound
	}
	return sendCalendar(c, cal, own.Programme.Event.Slug)
}

func (s *Server) newCalendar(pr *event.Programme) mail.Calendar {
	return mail.Calendar{Method: mail.MethodPublish, Zone: pr.Event.Zone(), Stamp: s.Now(), Organizer: s.Contact}
}

// calendarEntry makes one entry. owner is the reference of a registration or, in
// the public file, the event itself; the rest of the UID is as mails have it.
func (s *Server) calendarEntry(p *locale.Printer, pr *event.Programme, a *event.Activity, owner string, sequence int) mail.Entry {
	title, lang := a.Title.In(p.Lang(), pr.Event.DefaultLocale)
	where := []string{a.Where(p), a.MeetingPoint, pr.Event.Venue.Name, pr.Event.Venue.Address, pr.Event.City}
	e := mail.Entry{UID: owner + "-" + a.Code + "@" + s.base.Hostname(), Sequence: sequence, Summary: title, Lang: lang,
		Location: strings.Join(slices.DeleteFunc(where, func(w string) bool { return w == "" }), ", "),
		URL:      s.BaseURL + "/events/" + pr.Event.Slug, Starts: a.StartsAt, Ends: a.EndsAt,
		Cancelled: pr.Event.Status == event.Cancelled}
	if pr.Event.Sample {
		e.Description = p.T("Sample data")
	}
	return e
}

func sendCalendar(c echo.Context, cal mail.Calendar, name string) error {
	body, err := cal.Encode()
	if err != nil {
		return err
	}
	c.Response().Header().Set("Content-Disposition", `attachment; filename="`+name+`.ics"`)
	return c.Blob(http.StatusOK, "text/calendar; charset=utf-8; method="+cal.Method, body)
}

// confirmed gives the activities a registration holds places on, in the order of
// the programme.
func (o *ownPage) confirmed() []*event.Activity {
	var held []*event.Activity
	for _, pl := range o.Places {
		if a := o.Programme.ByID(pl.ActivityID); a != nil && pl.State == string(allocation.Confirmed) {
			held = append(held, a)
		}
	}
	return held
}
