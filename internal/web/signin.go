package web

import (
	"net/http"
	"net/url"
	"path"
	"strings"

	"github.com/labstack/echo/v4"

	"convene/internal/account"
	"convene/internal/fault"
)

// keyStamp is kept beside keyAccount: a session whose stamp is not the account's
// is from before its password was changed.
const keyStamp = "account_stamp"

// door is where organisers, the desk and partners come in. It remembers how
// often somebody knocked in vain.
type door struct {
	*Server
	attempts *attempts
}

func newDoor(s *Server) *door { return &door{Server: s, attempts: newAttempts()} }

// signInPage asks for an address and a password.
type signInPage struct {
	page
	Form form
	To   string
}

// lead sends on who looks for the door under its other name.
func (d *door) lead(c echo.Context) error { return d.seeOther(c, "/sign-in") }

func (d *door) show(c echo.Context) error {
	to := c.QueryParam("to")
	a, err := d.signedIn(c)
	switch {
	case err != nil:
		return err
	case a != nil:
		return d.seeOther(c, accountTarget(a, to))
	}
	return d.ask(c, http.StatusOK, to, nil)
}

func (d *door) ask(c echo.Context, status int, to string, faults []fault.Field) error {
	p := d.page(c, d.printer(c).T("Sign in"))
	p.Sent = len(faults) > 0
	typed := url.Values{"email": {c.FormValue("email")}}
	return d.render(c, status, "signin", signInPage{page: p, To: to, Form: newForm(p.Printer, typed, faults)})
}

// submit signs in. An address that is unknown and a password that is wrong get
// the same answer; too many of either must wait.
func (d *door) submit(c echo.Context) error {
	email, password, to := c.FormValue("email"), c.FormValue("password"), c.FormValue("to")
	if faults := missing(email, password); faults != nil {
		return d.ask(c, http.StatusUnprocessableEntity, to, faults)
	}
	knock := d.knock(c, email)
	if wait := knock.wait(); wait > 0 {
		setRetryAfter(c, wait)
		return d.ask(c, http.StatusTooManyRequests, to, []fault.Field{{Name: "email",
			Message: "Too many wrong passwords were tried. Wait a few minutes and try again."}})
	}
	a, err := account.SignIn(c.Request().Context(), d.db.DB, email, password)
	if fault.Is(err, fault.Invalid) {
		return d.ask(c, http.StatusUnprocessableEntity, to, []fault.Field{{Name: "email", Message: fault.As(err).Message}})
	}
	if err != nil {
		return err
	}
	knock.forget()
	return d.orSeeOther(c, d.welcome(c, a), accountTarget(a, to))
}

func missing(email, password string) []fault.Field {
	var faults []fault.Field
	if email == "" {
		faults = append(faults, fault.Field{Name: "email", Message: "Enter your e-mail address."})
	}
	if password == "" {
		faults = append(faults, fault.Field{Name: "password", Message: "Enter your password."})
	}
	return faults
}

// welcome gives the session a new token before it becomes worth stealing (session
// fixation, ASVS 7.2.4) and notes that somebody came in.
func (d *door) welcome(c echo.Context, a *account.Account) error {
	ctx := c.Request().Context()
	if err := d.sessions.RenewToken(ctx); err != nil {
		return err
	}
	d.sessions.Put(ctx, keyAccount, a.ID)
	d.sessions.Put(ctx, keyStamp, a.Stamp)
	return account.Record(ctx, d.db, d.Now(), a.ID, "sign-in", "", nil)
}

// submitSignOut ends the account's part of the session; a participant who entered
// in the same browser stays.
func (s *Server) submitSignOut(c echo.Context) error {
	ctx := c.Request().Context()
	for _, key := range []string{keyAccount, keyStamp, keySearches} {
		s.sessions.Remove(ctx, key)
	}
	if err := s.sessions.RenewToken(ctx); err != nil {
		return err
	}
	return s.orSeeOther(c, s.tell(c, "done", s.printer(c).T("You are signed out.")), "/")
}

// accountTarget is where somebody who signed in is led: where they wanted to go
// if it is theirs, else to their first page. The address of a form that has no
// page of its own leads to the page it stands on.
func accountTarget(a *account.Account, to string) string {
	home := "/organise"
	if a.Role == account.Partner {
		home = "/partner"
	}
	if page, _, isForm := strings.Cut(to, "/mail/"); isForm {
		to = page
	}
	if path.Clean(to) == to && (to == home || strings.HasPrefix(to, home+"/")) {
		return to
	}
	return home
}
