package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/registration"
)

// invitationsPage lists who was invited, invites more, and says what became of the
// lines that were sent last.
type invitationsPage struct {
	organisePage
	Open     bool // everybody may register anyway
	Form     form
	Language choiceField
	Report   *invited
	Rows     []invitationRow
	addressList
}

// invited is what became of the lines of one form.
type invited struct {
	New, Known int
	Wrong      []string // lines that are no address
}

// invitationRow is one invitation in words.
type invitationRow struct {
	registration.Invitation
	At, Mark, Word, URL string
}

func (s *Server) showInvitations(c echo.Context) error {
	pr, _, err := s.organised(c)
	if err != nil {
		return err
	}
	return s.askInvitations(c, pr, url.Values{"locale": {s.printer(c).Lang()}}, nil, nil)
}

func (s *Server) askInvitations(c echo.Context, pr *event.Programme, typed url.Values, report *invited, faults []fault.Field) error {
	p := invitationsPage{organisePage: s.organisePage(c, pr, "/invitations", s.printer(c).T("Invitations")), Report: report,
		Open: pr.Event.Mode != event.ModeInvitation, Form: newForm(s.printer(c), typed, faults)}
	p.Sent = len(faults) > 0
	p.Language = p.Form.Select("locale", p.T("Language of the letter"), "", "off", mailLanguages(p.Printer))
	all, err := registration.Invitations(c.Request().Context(), s.db, pr.Event.ID)
	if err != nil {
		return err
	}
	p.addressList = s.addressList(c, pr, "/invitations", len(all) > 0)
	p.show(all)
	status := http.StatusOK
	if p.Sent {
		status = http.StatusUnprocessableEntity
	}
	return s.render(c, status, "organise/invitations", p)
}

// show searches, sorts and pages the list, which comes by address.
func (p *invitationsPage) show(all []registration.Invitation) {
	all = matching(all, p.Query, func(i registration.Invitation) string { return i.Email + " " + i.Reference })
	p.ordered([2]string{"", p.T("Address")}, [2]string{"newest", p.T("Newest first")}, [2]string{"state", p.T("State")})
	slices.SortStableFunc(all, func(a, b registration.Invitation) int {
		switch p.Order {
		case "newest":
			return b.InvitedAt.Compare(a.InvitedAt)
		case "state":
			return strings.Compare(a.State, b.State)
		}
		return 0
	})
	p.Count = p.N("%d invitation", "%d invitations", len(all), len(all))
	from, to := p.cut(len(all))
	for _, i := range all[from:to] {
		p.Rows = append(p.Rows, p.row(i))
	}
}

func (p *invitationsPage) row(i registration.Invitation) invitationRow {
	row := invitationRow{Invitation: i, At: p.Date(i.InvitedAt.In(p.Programme.Event.Zone())), Mark: "info", Word: p.T("Not registered yet")}
	if i.State != "" {
		row.Mark, row.Word, row.URL = registrationMark(i.State), registrationWord(p.Printer, i.State, ""), p.Base+"/registrations/"+i.Reference
	}
	return row
}

// searchInvitations keeps the words out of the address: they may be somebody's.
func (s *Server) searchInvitations(c echo.Context) error { return s.searchHere(c, "/invitations") }
