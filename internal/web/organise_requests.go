package web

import (
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"convene/internal/account"
	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/registration"
)

// askedView is one request in words: who asks, for what, and what approving it
// would change.
type askedView struct {
	Name, URL  string
	At         string
	Words      string
	Said       []fact // what the person wants to be told differently
	Effects    []string
	Problem    string // why it cannot be approved now
	ApproveURL string
	DeclineURL string
}

func (s *Server) addRequests(c echo.Context, p *decidePage) error {
	ctx, eventID := c.Request().Context(), p.Programme.Event.ID
	open, err := registration.OpenRequests(ctx, s.db, eventID)
	if err != nil {
		return err
	}
	p.RequestCount = p.N("%d request waits for an answer", "%d requests wait for an answer", len(open), len(open))
	shown := open[:min(requestsShown, len(open))]
	p.MoreRequests = len(open) - len(shown)
	ids := make([]int64, len(shown))
	for i := range shown {
		ids[i] = shown[i].RegistrationID
	}
	people, err := registration.ByIDs(ctx, s.db, eventID, ids)
	if err != nil {
		return err
	}
	counters, err := registration.Counters(ctx, s.db, eventID)
	if err != nil {
		return err
	}
	for i := range shown {
		r := people[shown[i].RegistrationID]
		view, err := s.askedView(c, p.organisePage, &shown[i], &r.Registration, counters)
		if err != nil {
			return err
		}
		p.Requests = append(p.Requests, view)
	}
	return nil
}

func (s *Server) askedView(c echo.Context, p organisePage, q *registration.Request, r *registration.Registration, counters map[string]registration.Counter) (askedView, error) {
	base := p.Base + "/requests/" + strconv.FormatInt(q.ID, 10)
	view := askedView{Name: r.Badge, URL: p.registrationURL(r), At: p.Moment(q.MadeAt.In(p.Programme.Event.Zone())), Words: p.T("Asks to withdraw")}
	if p.Organiser() {
		view.ApproveURL, view.DeclineURL = base+"/approve", base+"/decline"
	}
	if q.Kind == registration.RequestChange {
		view.Words, view.Said = p.T("Asks for a change"), p.saidAnew(r, &q.Details)
	}
	found, err := s.desk.EffectsOfRequest(c.Request().Context(), q, s.Now())
	if problem, refused := p.refusal(err); refused {
		view.Problem, view.ApproveURL = problem, ""
		return view, nil
	}
	view.Effects = effects{p.Printer, p.Programme, counters, r.ID}.lines(found)
	if len(view.Effects) == 0 {
		view.Effects = []string{p.T("No place changes.")}
	}
	return view, err
}

// saidAnew are the lines about the person that a change would replace.
func (p organisePage) saidAnew(r *registration.Registration, d *registration.Details) []fact {
	lines := []fact{
		{Label: p.T("Given names"), Value: d.Given, Note: r.Given}, {Label: p.T("Family name"), Value: d.Family, Note: r.Family},
		{Label: p.T("Name on the badge"), Value: d.Badge, Note: r.Badge}, {Label: p.T("In Latin letters"), Value: d.Latin, Note: r.Latin},
		{Label: p.T("Function"), Value: d.Function, Note: r.Function}, {Label: p.T("Country"), Value: p.Country(d.Country), Note: p.Country(r.Country)},
	}
	lines = slices.DeleteFunc(lines, func(f fact) bool { return f.Value == f.Note })
	if d.AuthorityID != r.AuthorityID || d.Organisation != r.Organisation {
		lines = append(lines, fact{Label: p.T("Authority or organisation"), Value: p.T("another one"), Note: r.Body()})
	}
	for i := range lines {
		lines[i].Note = p.T("until now: %s", lines[i].Note)
	}
	if d.Phone != r.Phone { // the number itself is for the guide
		lines = append(lines, fact{Label: p.T("Mobile number"), Value: p.T("another one")})
	}
	return lines
}

// requested finds the open request of the path; one that was answered meanwhile
// leads back to the list, which says so.
func (s *Server) requested(c echo.Context) (*registration.Request, *event.Programme, *account.Account, error) {
	pr, a, err := s.organised(c)
	if err != nil {
		return nil, nil, nil, err
	}
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil {
		return nil, nil, nil, echo.ErrNotFound
	}
	q, err := registration.RequestByID(c.Request().Context(), s.db, pr.Event.ID, id)
	if f := fault.As(err); f != nil && f.Kind == fault.Gone {
		if err := s.tell(c, "info", s.printer(c).T(f.Message, f.Args...)); err != nil {
			return nil, nil, nil, err
		}
		return nil, nil, nil, elsewhere(organiseURL(&pr.Event) + "/decide")
	}
	return q, pr, a, err
}

func (s *Server) approveRequest(c echo.Context) error {
	q, pr, a, err := s.requested(c)
	if err != nil {
		return err
	}
	_, err = s.desk.ApproveRequest(c.Request().Context(), q, a.ID, s.Now())
	return s.requestAnswered(c, pr, a, q, err, "approve-request", s.printer(c).T("The request is approved, and the person gets a mail about it."))
}

func (s *Server) declineRequest(c echo.Context) error {
	q, pr, a, err := s.requested(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	people, err := registration.ByIDs(ctx, s.db, pr.Event.ID, []int64{q.RegistrationID})
	if err != nil {
		return err
	}
	r := people[q.RegistrationID].Registration
	err = s.desk.DeclineRequest(ctx, pr, q, &r, a.ID, s.Now())
	return s.requestAnswered(c, pr, a, q, err, "decline-request", s.printer(c).T("The request is declined. Everything stays as it is, and the person gets a mail about it."))
}

func (s *Server) requestAnswered(c echo.Context, pr *event.Programme, a *account.Account, q *registration.Request, err error, action, said string) error {
	people, failed := registration.ByIDs(c.Request().Context(), s.db, pr.Event.ID, []int64{q.RegistrationID})
	if failed != nil {
		return failed
	}
	return s.done(c, pr, a, err, action, "/"+people[q.RegistrationID].Reference, said, organiseURL(&pr.Event)+"/decide")
}
