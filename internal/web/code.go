package web

import (
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"convene/internal/account"
	"convene/internal/fault"
	"convene/internal/person"
	"convene/internal/registration"
)

// codePage asks for the six digits. Ended means that the code cannot be tried any
// more: the page then offers a new one only.
type codePage struct {
	page
	Form    form
	Address string // "" when it is not this browser's to know yet
	To      string
	Ended   string
}

// linkPage is where the mail's link leads: a button, because a GET, which mail
// scanners make as well, must use nothing up.
type linkPage struct {
	page
	Ended string
}

func (s *Server) showCode(c echo.Context) error {
	var pending pendingEntry
	if !s.recall(c, keyPending, &pending) {
		return s.seeOther(c, "/enter")
	}
	return s.askCode(c, http.StatusOK, pending, "", nil)
}

// askCode shows the code's form with what was typed; err is why it comes again.
func (s *Server) askCode(c echo.Context, status int, pending pendingEntry, typed string, err *fault.Error) error {
	p := s.page(c, s.printer(c).T("Check your mail"))
	cp := codePage{page: p, Address: pending.Email, To: pending.To}
	if pending.Hidden {
		cp.Address = ""
	}
	var faults []fault.Field
	if err != nil && err.Kind == fault.Invalid {
		faults = []fault.Field{{Name: "code", Message: err.Message, Args: err.Args}}
	} else if err != nil {
		cp.Ended = p.T(err.Message, err.Args...)
	}
	cp.Sent = err != nil
	cp.Form = newForm(p.Printer, url.Values{"code": {typed}}, faults)
	return s.render(c, status, "code", cp)
}

func (s *Server) submitCode(c echo.Context) error {
	var pending pendingEntry
	if !s.recall(c, keyPending, &pending) {
		return s.seeOther(c, "/enter")
	}
	typed := c.FormValue("code")
	if strings.TrimSpace(typed) == "" {
		return s.askCode(c, http.StatusUnprocessableEntity, pending, "", fault.New(fault.Invalid, "Enter the six digits of our mail."))
	}
	entry, err := account.EnterByCode(c.Request().Context(), s.db.DB, s.Now(), pending.ID, typed)
	if f := fault.As(err); f != nil && f.Kind != fault.Internal && f.Kind != fault.Unavailable {
		return s.askCode(c, statusOf(f.Kind), pending, typed, f)
	}
	if err != nil {
		return err
	}
	return s.admit(c, entry)
}

// submitAgain sends another code to the address that was typed before.
func (s *Server) submitAgain(c echo.Context) error {
	var pending pendingEntry
	if !s.recall(c, keyPending, &pending) {
		return s.seeOther(c, "/enter")
	}
	p := s.printer(c)
	err := s.sendEntry(c, pending)
	if f := fault.As(err); f != nil && f.Kind == fault.TooMany {
		setRetryAfter(c, f.RetryAfter)
		wait := int(math.Ceil(f.RetryAfter.Seconds()))
		return s.sayAndShow(c, "warning", p.N("A code was sent a moment ago. You can ask for another in %d second.",
			"A code was sent a moment ago. You can ask for another in %d seconds.", wait, wait))
	}
	if err != nil {
		return err
	}
	return s.sayAndShow(c, "done", p.T("We sent a new code. Older codes no longer matter."))
}

// sayAndShow leads back to the code's page with a message.
func (s *Server) sayAndShow(c echo.Context, kind, text string) error {
	return s.orSeeOther(c, s.tell(c, kind, text), "/enter/code")
}

func (s *Server) showLink(c echo.Context) error {
	// The address of this page is a secret: no page after it learns it.
	c.Response().Header().Set("Referrer-Policy", "no-referrer")
	c.Response().Header().Set("Cache-Control", "no-store")
	return s.render(c, http.StatusOK, "link", linkPage{page: s.page(c, s.printer(c).T("Continue to your registration"))})
}

func (s *Server) submitLink(c echo.Context) error {
	c.Response().Header().Set("Referrer-Policy", "no-referrer")
	entry, err := account.EnterByLink(c.Request().Context(), s.db.DB, s.Now(), c.Param("token"))
	if f := fault.As(err); f != nil && f.Kind == fault.Gone {
		p := s.page(c, s.printer(c).T("This link is no longer valid"))
		return s.render(c, http.StatusGone, "link", linkPage{page: p, Ended: p.T(f.Message, f.Args...)})
	}
	if err != nil {
		return err
	}
	return s.admit(c, entry)
}

// admit signs a participant in: a new session token (ASVS 7.2.4), the address
// that was proved, and on to where they were going.
func (s *Server) admit(c echo.Context, entry *account.Entry) error {
	ctx := c.Request().Context()
	id, err := person.Ensure(ctx, s.db, entry.Email, s.Now())
	if err != nil {
		return err
	}
	if err := s.sessions.RenewToken(ctx); err != nil {
		return err
	}
	s.forget(c, keyPending)
	s.sessions.Put(ctx, keyPerson, id)
	s.sessions.Put(ctx, keyEmail, entry.Email)
	of, err := registration.CoordinatorOf(ctx, s.db, entry.Email)
	if err != nil {
		return err
	}
	s.noteCoordinator(c, len(of) > 0)
	return s.seeOther(c, entryTarget(entry.Target))
}

// submitLeave signs the participant out and drops what they had begun. An account
// in the same browser stays signed in.
func (s *Server) submitLeave(c echo.Context) error {
	ctx := c.Request().Context()
	for _, key := range s.sessions.Keys(ctx) {
		if key == keyPerson || key == keyEmail || key == keyPending || key == keyCoordinates || strings.HasPrefix(key, draftPrefix) {
			s.forget(c, key)
		}
	}
	if err := s.sessions.RenewToken(ctx); err != nil {
		return err
	}
	return s.orSeeOther(c, s.tell(c, "done", s.printer(c).T("You are signed out. Nothing you typed is left in this browser.")), "/")
}

func setRetryAfter(c echo.Context, wait time.Duration) {
	c.Response().Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
}
