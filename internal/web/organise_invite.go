package web

import (
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"convene/internal/account"
	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/locale"
	"convene/internal/person"
	"convene/internal/registration"
)

// mostAddresses bounds how many people one form invites.
const mostAddresses = 2000

// letterhead is of the letters that organisers cause, in a language of theirs.
func (s *Server) letterhead(lang string) registration.Letterhead {
	return registration.Letterhead{BaseURL: s.BaseURL, Contact: s.Contact, Locale: lang}
}

// submitInvitations invites every address that is one, one on each line. What is
// none stays in the form, so that it can be put right; inviting somebody again does
// nothing.
func (s *Server) submitInvitations(c echo.Context) error {
	pr, a, err := s.organised(c)
	if err != nil {
		return err
	}
	typed := c.Request().PostForm
	lang := oneOf(typed.Get("locale"), locale.Supported())
	lines := splitAddresses(typed.Get("addresses"))
	switch {
	case lang == "":
		return s.askInvitations(c, pr, typed, nil, []fault.Field{{Name: "locale", Message: "Choose a language."}})
	case len(lines) == 0:
		return s.askInvitations(c, pr, typed, nil, []fault.Field{{Name: "addresses", Message: "Enter at least one address."}})
	case len(lines) > mostAddresses:
		return s.askInvitations(c, pr, typed, nil, []fault.Field{{Name: "addresses", Message: "Invite at most %d people at once.", Args: []any{mostAddresses}}})
	}
	report, err := s.invite(c, pr, a, lines, lang)
	if err != nil {
		return err
	}
	s.wakeMail()
	var faults []fault.Field
	if len(report.Wrong) > 0 {
		faults = []fault.Field{{Name: "addresses", Message: "These lines are no addresses. Put them right and send them again."}}
	}
	kept := url.Values{"locale": {lang}, "addresses": {strings.Join(report.Wrong, "\n")}}
	return s.askInvitations(c, pr, kept, report, faults)
}

// splitAddresses takes lines apart; commas and semicolons part addresses too, as
// mail programs write lists.
func splitAddresses(s string) []string {
	var lines []string
	for _, line := range strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == ',' || r == ';' }) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

func (s *Server) invite(c echo.Context, pr *event.Programme, a *account.Account, lines []string, lang string) (*invited, error) {
	ctx, now, report := c.Request().Context(), s.Now(), &invited{}
	letter := s.letterhead(lang).Invitation(pr, "")
	for _, line := range lines {
		email, err := person.Email(line)
		if faultsOf(err) != nil {
			report.Wrong = append(report.Wrong, line)
			continue
		}
		if err != nil {
			return nil, err
		}
		isNew, err := registration.Invite(ctx, s.db.DB, pr.Event.ID, email, letter, a.ID, now)
		switch {
		case err != nil:
			return nil, err
		case isNew:
			report.New++
		default:
			report.Known++
		}
	}
	return report, account.Record(ctx, s.db, now, a.ID, "invite", pr.Event.Slug, map[string]int{"people": report.New})
}

// uninvite takes an invitation back, after asking once.
func (s *Server) uninvite(c echo.Context) error {
	pr, a, err := s.organised(c)
	if err != nil {
		return err
	}
	email, to := c.FormValue("email"), organiseURL(&pr.Event)+"/invitations"
	if c.FormValue(sure) == "" {
		p := s.confirmPage(c, pr, "/invitations", s.printer(c).T("Take an invitation back"), to)
		p.Subject, p.Action, p.Button, p.Grave = email, to+"/remove", p.T("Take it back"), true
		p.Lead = p.T("This address can no longer register. A registration that it made stays. Nobody is told.")
		p.carry(url.Values{"email": {email}})
		return s.showConfirm(c, p)
	}
	err = registration.Uninvite(c.Request().Context(), s.db, pr.Event.ID, email)
	return s.done(c, pr, a, err, "uninvite", "", s.printer(c).T("The invitation is taken back."), to)
}
