package web

import (
	"crypto/rand"
	"maps"
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"convene/internal/allocation"
	"convene/internal/event"
	"convene/internal/locale"
	"convene/internal/registration"
)

// peopleNamed bounds how many people a preview names; the rest are counted.
const peopleNamed = 200

// movePreview says whom another time of an activity would concern, by name.
type movePreview struct {
	*confirmPage
	Name          string
	Before, After string
	Longer        bool // the event begins or ends with this activity then
	Clashes       []concerned
	More          int // people who are not named
	Ended, Up     []concerned
	Holders       string
	Waiting       string
	Other         string // the other answer to what people keep
	OtherWords    string
}

// concerned is one person and what becomes of them.
type concerned struct{ Name, URL, Words string }

func (s *Server) foreseeMove(c echo.Context, pr *event.Programme, activity *event.Activity, typed url.Values, n registration.Decision) error {
	all, err := s.counted(c, pr.Event.ID)
	if err != nil {
		return err
	}
	back := organiseURL(&pr.Event) + "/places/" + activity.Code
	p := &movePreview{confirmPage: s.confirmPage(c, pr, "/places", s.printer(c).T("Move to another time"), back), Name: activityName(s.printer(c), pr, activity)}
	zone, counter := pr.Event.Zone(), all.counters[activity.Code]
	p.Before, p.After = p.T("%s – %s", p.Moment(activity.StartsAt.In(zone)), p.Moment(activity.EndsAt.In(zone))), p.T("%s – %s", p.Moment(n.Start), p.Moment(n.End))
	p.Longer = n.Start.Before(pr.Event.StartsAt) || n.End.After(pr.Event.EndsAt)
	p.Holders = p.N("%d person has a place and is told of the new time.", "%d people have a place and are told of the new time.", counter.Taken, counter.Taken)
	p.Waiting = p.N("%d person waits, keeps the turn and is told too.", "%d people wait, keep their turn and are told too.", counter.Waiting, counter.Waiting)
	p.Key, p.Action = rand.Text(), back+"/move"
	typed = maps.Clone(typed)
	p.Other, p.OtherWords = keepMoved, p.T("Let them keep this activity instead")
	if n.KeepMoved {
		p.Other, p.OtherWords = keepOther, p.T("Let them keep the other activity instead")
	}
	typed.Del("do")
	p.carry(typed)
	found, err := s.desk.EffectsOf(c.Request().Context(), n)
	if err != nil {
		return err
	}
	if err := s.nameConcerned(c, p, activity, n, found); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "organise/move-preview", p)
}

// nameConcerned sorts the effects by person: who gives up a place, whose wish ends,
// who moves up.
func (s *Server) nameConcerned(c echo.Context, p *movePreview, moved *event.Activity, n registration.Decision, found []registration.Effect) error {
	ids := map[int64]bool{}
	for _, one := range found {
		ids[one.RegistrationID] = true
	}
	people, err := registration.ByIDs(c.Request().Context(), s.db, p.Programme.Event.ID, slices.Sorted(maps.Keys(ids)))
	if err != nil {
		return err
	}
	after := *moved
	after.StartsAt, after.EndsAt = n.Start, n.End
	for _, one := range found {
		row, known := people[one.RegistrationID]
		if !known {
			continue
		}
		p.concern(&row, &after, one)
	}
	for _, list := range []*[]concerned{&p.Clashes, &p.Ended, &p.Up} {
		locale.Sort(p.Printer, *list, func(one concerned) string { return one.Name })
		if extra := len(*list) - peopleNamed; extra > 0 {
			p.More, *list = p.More+extra, (*list)[:peopleNamed]
		}
	}
	return nil
}

func (p *movePreview) concern(row *registration.Row, after *event.Activity, one registration.Effect) {
	from, to := allocation.PlaceState(one.From), allocation.PlaceState(one.To)
	person := concerned{Name: row.Badge, URL: p.registrationURL(&row.Registration)}
	name := nameByCode(p.Printer, p.Programme, one.Activity)
	switch {
	case to.Taken() && !from.Taken():
		person.Words = p.T("moves up on “%s”", name)
		p.Up = append(p.Up, person)
	case from.Taken() && !to.Taken():
		person.Words = p.T("gives up “%s”, keeps “%s”", name, p.keeps(row, after, one.Activity))
		p.Clashes = append(p.Clashes, person)
	case !to.Live():
		person.Words = p.T("no longer waits for “%s”, has “%s”", name, p.keeps(row, after, one.Activity))
		p.Ended = append(p.Ended, person)
	}
}

// keeps names what overlaps what a person gives up: the moved activity, or the one
// of theirs that it would now overlap.
func (p *movePreview) keeps(row *registration.Row, after *event.Activity, gone string) string {
	if gone != after.Code {
		return activityName(p.Printer, p.Programme, after)
	}
	for _, pl := range row.Places {
		other := p.Programme.ByID(pl.ActivityID)
		if other != nil && other.Kind != event.KindEvent && other.ID != after.ID && allocation.PlaceState(pl.State).Taken() && exclude(after, other) {
			return activityName(p.Printer, p.Programme, other)
		}
	}
	return p.T("another activity")
}
