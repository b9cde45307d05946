package web

import (
	"crypto/rand"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"convene/internal/account"
	"convene/internal/allocation"
	"convene/internal/event"
	"convene/internal/registration"
)

// bulkPage is a decision about several people: first what it would do to each, then
// what became of each. A refused one does not stop the others.
type bulkPage struct {
	organisePage
	Lead    string
	Approve bool
	Done    bool
	Rows    []bulkRow
	Key     string
	Button  string
}

// bulkRow is one of them. Lines say what it does, or why it does nothing.
type bulkRow struct {
	Name, Reference, URL string
	Refused              bool
	Lines                []string
}

// submitBulk takes the people chosen in a list.
func (s *Server) submitBulk(c echo.Context) error {
	pr, a, err := s.organised(c)
	if err != nil {
		return err
	}
	typed := c.Request().PostForm
	chosen := typed["registration"][:min(rowsPerPage, len(typed["registration"]))]
	if len(chosen) == 0 {
		said := s.tell(c, "warning", s.printer(c).T("Choose at least one person first."))
		return s.orSeeOther(c, said, organiseURL(&pr.Event)+"/decide")
	}
	p := bulkPage{organisePage: s.organisePage(c, pr, "/decide", ""), Approve: typed.Get("do") != "decline", Done: typed.Get(sure) != "", Key: rand.Text()}
	if err := s.introduce(c, &p, len(chosen)); err != nil {
		return err
	}
	for _, reference := range chosen {
		row, err := s.bulkRow(c, &p, a, reference, typed.Get("key"))
		if err != nil {
			return err
		}
		p.Rows = append(p.Rows, row)
	}
	if p.Done {
		s.wakeMail()
	}
	return s.render(c, http.StatusOK, "organise/bulk", p)
}

// introduce puts the title and the sentence above the list.
func (s *Server) introduce(c echo.Context, p *bulkPage, chosen int) error {
	counters, err := registration.Counters(c.Request().Context(), s.db, p.Programme.Event.ID)
	if err != nil {
		return err
	}
	left, title := counters[event.RootCode].Left(), p.N("Decline %d registration", "Decline %d registrations", chosen, chosen)
	p.Lead, p.Button = p.T("These registrations end and cannot be brought back. Each person gets a mail about it."), p.T("Decline")
	if p.Approve {
		title, p.Button = p.N("Approve %d registration", "Approve %d registrations", chosen, chosen), p.T("Approve")
		p.Lead = p.N("%d place is left at the event.", "%d places are left at the event.", left, left) + " " +
			p.T("Each line says what this person would get now; the first in the list is served first. Who finds the event full goes on its waiting list.")
	}
	if p.Done {
		p.Lead = p.T("This is what became of each.")
	}
	p.Title = p.T("%s: %s", title, p.Programme.Event.City)
	return nil
}

// bulkRow foresees or takes the decision for one person.
func (s *Server) bulkRow(c echo.Context, p *bulkPage, a *account.Account, reference, key string) (bulkRow, error) {
	ctx, e := c.Request().Context(), &p.Programme.Event
	r, err := registration.ByReference(ctx, s.db, e.ID, reference)
	if err != nil {
		return bulkRow{}, err
	}
	row := bulkRow{Name: r.Badge, Reference: r.Reference, URL: p.registrationURL(r)}
	n := registration.Decision{Kind: allocation.Decline, EventID: e.ID, RegistrationID: r.ID, Actor: by(a), Staff: true, Now: s.Now()}
	if p.Approve {
		n.Kind, n.MayWait = allocation.Approve, true
	}
	switch {
	case !p.Approve && r.State != string(allocation.RegistrationPending):
		// only what is pending is declined together
		row.Refused, row.Lines = true, []string{p.T("This was decided already.")}
		return row, nil
	case p.Done:
		n.Key = deedKey(a, key+":"+strconv.FormatInt(r.ID, 10))
		err = s.decideOne(c, p, a, n, &row)
	default:
		err = s.foreseeOne(c, p, n, &row)
	}
	if problem, refused := p.refusal(err); refused {
		row.Refused, row.Lines, err = true, []string{problem}, nil
	}
	return row, err
}

func (s *Server) foreseeOne(c echo.Context, p *bulkPage, n registration.Decision, row *bulkRow) error {
	counters, err := registration.Counters(c.Request().Context(), s.db, n.EventID)
	if err != nil {
		return err
	}
	found, err := s.desk.EffectsOf(c.Request().Context(), n)
	row.Lines = effects{p.Printer, p.Programme, counters, n.RegistrationID}.lines(found)
	return err
}

func (s *Server) decideOne(c echo.Context, p *bulkPage, a *account.Account, n registration.Decision, row *bulkRow) error {
	o, err := s.desk.Decide(c.Request().Context(), n)
	if err != nil {
		return err
	}
	row.Lines = []string{registrationWord(p.Printer, o.State, string(allocation.EndedDeclined))}
	if o.Repeated {
		return nil
	}
	return account.Record(c.Request().Context(), s.db, s.Now(), a.ID, string(n.Kind), p.Programme.Event.Slug+"/"+row.Reference, nil)
}
