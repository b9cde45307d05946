package web

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"convene/internal/account"
	"convene/internal/fault"
)

// permission stands on the route's line and lets a request through or not.
type permission echo.MiddlewareFunc

// What a session holds. A browser may carry a participant and an account at the
// same time: the demo's visitors do.
const (
	keyPerson  = "person_id"  // int64: whose address was proved
	keyEmail   = "email"      // string: that address
	keyAccount = "account_id" // int64: organiser, desk or partner signed in
)

// public lets everybody in. The page may be kept but is asked for again each
// time: it shows places left and who is signed in.
func (s *Server) public(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Header().Set("Cache-Control", "private, no-cache")
		return next(c)
	}
}

// publicSeldom is public at the pace of a person, for forms that send mail or
// try secrets (ASVS 2.4.1).
func (s *Server) publicSeldom(next echo.HandlerFunc) echo.HandlerFunc {
	return s.seldom()(s.personal(next))
}

// personal marks an answer as one that no cache keeps (ASVS 14.3.2).
func (s *Server) personal(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Header().Set("Cache-Control", "no-store")
		c.Response().Header().Set("X-Robots-Tag", "noindex")
		return next(c)
	}
}

// participant lets in who has proved an address; others are led to prove it and
// then back to where they wanted to go.
func (s *Server) participant(next echo.HandlerFunc) echo.HandlerFunc {
	return s.personal(func(c echo.Context) error {
		if s.personID(c) == 0 {
			return s.seeOther(c, "/enter?to="+url.QueryEscape(entryTarget(c.Request().URL.Path)))
		}
		return next(c)
	})
}

// personID is the participant of this session, 0 when there is none.
func (s *Server) personID(c echo.Context) int64 {
	return s.sessions.GetInt64(c.Request().Context(), keyPerson)
}

// organiser lets in accounts of that role, deskOrOrganiser the desk as well,
// partner those of a co-organiser. Which events they see is asked in the handler.
func (s *Server) organiser(next echo.HandlerFunc) echo.HandlerFunc {
	return s.account(next, "organiser")
}

func (s *Server) deskOrOrganiser(next echo.HandlerFunc) echo.HandlerFunc {
	return s.account(next, "organiser", "desk")
}

func (s *Server) partner(next echo.HandlerFunc) echo.HandlerFunc {
	return s.account(next, "partner")
}

// participantOrDesk lets in whoever fills in the details of a person: the person, or
// the desk for somebody who stands at the door.
func (s *Server) participantOrDesk(next echo.HandlerFunc) echo.HandlerFunc {
	own, desk := s.participant(next), s.deskOrOrganiser(next)
	return func(c echo.Context) error {
		if s.personID(c) == 0 && s.sessionInt64(c, keyAccount) != 0 {
			return desk(c)
		}
		return own(c)
	}
}

// account lets in the signed-in accounts of the given roles. Nobody signed in is
// led to sign in; somebody of another role is refused.
func (s *Server) account(next echo.HandlerFunc, roles ...string) echo.HandlerFunc {
	return s.personal(func(c echo.Context) error {
		a, err := s.signedIn(c)
		switch {
		case err != nil:
			return err
		case a == nil:
			return s.seeOther(c, "/sign-in?to="+url.QueryEscape(c.Request().URL.Path))
		}
		for _, role := range roles {
			if a.Role == role {
				return next(c)
			}
		}
		return fault.New(fault.Forbidden, "Your account may not open this page.")
	})
}

// signedIn gives the account of this session, nil when there is none, when it no
// longer exists or when its password was changed since. It is read once a request.
func (s *Server) signedIn(c echo.Context) (*account.Account, error) {
	if a, ok := c.Get(keyAccount).(*account.Account); ok {
		return a, nil
	}
	id := s.sessionInt64(c, keyAccount)
	if id == 0 {
		return nil, nil
	}
	a, err := account.ByID(c.Request().Context(), s.db, id)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return nil, err
	}
	if a == nil || a.Stamp != s.sessionString(c, keyStamp) {
		s.forget(c, keyAccount)
		s.forget(c, keyStamp)
		return nil, nil
	}
	c.Set(keyAccount, a)
	return a, nil
}

// demo hides a page wherever real people register.
func (s *Server) demo(next echo.HandlerFunc) echo.HandlerFunc {
	return s.personal(func(c echo.Context) error {
		if !s.Demo {
			return echo.ErrNotFound
		}
		return next(c)
	})
}

// seeOther answers a form that was taken: the browser goes on with GET, so that
// reloading sends nothing twice (RFC 9110, 15.4.4).
func (s *Server) seeOther(c echo.Context, path string) error {
	if err := s.saveSession(c); err != nil { // the next page would know nothing of this one
		return err
	}
	return c.Redirect(http.StatusSeeOther, path)
}
