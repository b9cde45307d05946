package web

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/locale"
	"convene/internal/registration"
)

// keyCoordinates is set in the session of an address that coordinates something:
// the header shows the way there to nobody else.
const keyCoordinates = "coordinates"

// delegated is the delegation that a request is about.
type delegated struct {
	*registration.Delegation
	Programme *event.Programme
	URL       string
}

// coordinator lets in the coordinators of the delegation that the path names; for
// everybody else it does not exist (ASVS 8.2.2).
func (s *Server) coordinator(next echo.HandlerFunc) echo.HandlerFunc {
	return s.participant(func(c echo.Context) error {
		d, err := s.delegated(c)
		if err != nil {
			return err
		}
		c.Set("delegation", d)
		return next(c)
	})
}

// coordinatorSeldom is coordinator at the pace of a person: these forms send mail
// to addresses that somebody typed.
func (s *Server) coordinatorSeldom(next echo.HandlerFunc) echo.HandlerFunc {
	return s.seldom()(s.coordinator(next))
}

// theDelegation is what coordinator found.
func theDelegation(c echo.Context) *delegated { return c.Get("delegation").(*delegated) }

func (s *Server) delegated(c echo.Context) (*delegated, error) {
	ctx := c.Request().Context()
	ev, err := event.BySlug(ctx, s.db, c.Param("slug"))
	if err != nil {
		return nil, err
	}
	of, err := registration.CoordinatorOf(ctx, s.db, s.sessionString(c, keyEmail))
	if err != nil {
		return nil, err
	}
	for _, co := range of {
		if co.EventID == ev.ID && strconv.FormatInt(co.AuthorityID, 10) == c.Param("authority") && ev.Public() {
			return s.readDelegation(c, &co)
		}
	}
	return nil, fault.New(fault.NotFound, "There is no such delegation.")
}

func (s *Server) readDelegation(c echo.Context, co *registration.Coordinator) (*delegated, error) {
	ctx := c.Request().Context()
	pr, err := event.Load(ctx, s.db, co.EventID)
	if err != nil {
		return nil, err
	}
	d, err := registration.DelegationOf(ctx, s.db, co.EventID, co.AuthorityID)
	return &delegated{d, pr, "/delegations/" + pr.Event.Slug + "/" + strconv.FormatInt(co.AuthorityID, 10)}, err
}

// delegationsPage lists what an address coordinates.
type delegationsPage struct {
	page
	Items []delegationItem
}

type delegationItem struct {
	*delegated
	Left string
}

func (s *Server) listDelegations(c echo.Context) error {
	of, err := registration.CoordinatorOf(c.Request().Context(), s.db, s.sessionString(c, keyEmail))
	if err != nil {
		return err
	}
	s.noteCoordinator(c, len(of) > 0)
	p := delegationsPage{page: s.page(c, s.printer(c).T("Your delegations"))}
	for i := range of {
		d, err := s.readDelegation(c, &of[i])
		if err != nil {
			return err
		}
		if d.Programme.Event.Public() {
			p.Items = append(p.Items, delegationItem{d, leftWords(p.Printer, d.Delegation)})
		}
	}
	return s.render(c, http.StatusOK, "delegation/home", p)
}

// noteCoordinator keeps in the session whether the way to the delegations is shown.
func (s *Server) noteCoordinator(c echo.Context, is bool) {
	switch was := s.sessions.GetBool(c.Request().Context(), keyCoordinates); {
	case is && !was:
		s.sessions.Put(c.Request().Context(), keyCoordinates, true)
	case was && !is:
		s.forget(c, keyCoordinates)
	}
}

// delegationPage is one delegation with its people.
type delegationPage struct {
	page
	*delegated
	Left         string
	Coming, Gone []delegateView
	MayName      bool
	Full         bool   // the delegation has no place left
	NameText     string // until when people can be named, or that it is over
	Printed      string // when the list was made
}

// delegateView is somebody of the delegation, and what can be done about them.
type delegateView struct {
	registration.Member
	Name, Mark, Word, RoleWord   string
	MaySwap, MayLeave, MayRemind bool
	URL                          string
}

func (s *Server) delegationPage(c echo.Context, title string) delegationPage {
	d, now := theDelegation(c), s.Now()
	p := delegationPage{page: s.page(c, title), delegated: d}
	p.Left = leftWords(p.Printer, d.Delegation)
	ev := &d.Programme.Event
	left, limited := d.Delegation.Left()
	p.Full = limited && left == 0
	p.MayName = ev.Open(now) == event.Open && !p.Full
	p.NameText = nameText(p.Printer, ev, ev.Open(now) == event.Open)
	for i := range d.Members {
		v := s.delegateView(p.Printer, d, &d.Members[i])
		if v.Live() {
			p.Coming = append(p.Coming, v)
		} else {
			p.Gone = append(p.Gone, v)
		}
	}
	return p
}

func (s *Server) delegateView(p *locale.Printer, d *delegated, m *registration.Member) delegateView {
	ev, now := &d.Programme.Event, s.Now()
	v := delegateView{Member: *m, Name: strings.TrimSpace(m.Given + " " + m.Family), Mark: delegateMark(m.State),
		Word: m.Standing(p, ev.Zone()), URL: d.URL + "/people/" + m.Reference}
	if m.Exempt() {
		v.RoleWord = p.T("Speaker, staff or assistant: takes no place of the delegation")
		return v
	}
	v.MaySwap = m.Live() && now.Before(ev.StartsAt)
	v.MayLeave = m.Live() && ev.ChangesOpen(now)
	v.MayRemind = m.Named()
	return v
}

func delegateMark(state string) string {
	switch state {
	case "confirmed", "withdrawn":
		return state
	}
	return "waiting"
}

func (s *Server) showDelegation(c echo.Context) error {
	p := s.delegationPage(c, theDelegation(c).Authority)
	p.Wide = true
	return s.render(c, http.StatusOK, "delegation/show", p)
}

// delegate finds somebody of the delegation by what the path quotes; those whom a
// coordinator may not touch are not there either.
func (s *Server) delegate(c echo.Context) (*delegateView, error) {
	d := theDelegation(c)
	for i := range d.Members {
		if m := &d.Members[i]; m.Reference == c.Param("reference") && !m.Exempt() {
			v := s.delegateView(s.printer(c), d, m)
			return &v, nil
		}
	}
	return nil, fault.New(fault.NotFound, "There is nobody of that reference in this delegation.")
}

// key makes a form's key one of this delegation (rule 13).
func (d *delegated) key(deed, sent string) string {
	return "web:" + deed + ":" + d.URL + ":" + sent
}
