package web

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/labstack/echo/v4"

	"convene/internal/account"
	"convene/internal/fault"
	"convene/internal/postgres"
)

// sessionLife is how long somebody stays signed in and a draft is kept. Pages
// that depend on it say so in words.
const sessionLife = 24 * time.Hour

// newSessions keeps sessions in the database by the SHA-256 of the cookie's
// token. A __Host- cookie is bound to this very host and to https (RFC 6265bis).
func newSessions(db *postgres.DB, secure bool) *scs.SessionManager {
	m := scs.New()
	m.Lifetime = sessionLife
	m.Store = account.Sessions(db.DB)
	m.HashTokenInStore = true
	m.Cookie.Name = "convene"
	if secure {
		m.Cookie.Name, m.Cookie.Secure = "__Host-convene", true
	}
	return m
}

// session loads the visitor's session before the handler and saves it just
// before the first byte of the answer. A visitor who never signs in or begins a
// form gets no cookie.
func (s *Server) session(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		token := ""
		if cookie, err := c.Cookie(s.sessions.Cookie.Name); err == nil {
			token = cookie.Value
		}
		ctx, err := s.sessions.Load(c.Request().Context(), token)
		if err != nil {
			return err
		}
		c.SetRequest(c.Request().WithContext(ctx))
		c.Set("session", true)
		c.Response().Header().Add("Vary", "Cookie")
		c.Response().Before(func() { s.saveAtLast(c) })
		return next(c)
	}
}

// saveSession writes the session and its cookie, once.
func (s *Server) saveSession(c echo.Context) error {
	if !hasSession(c) || c.Get("saved") != nil {
		return nil
	}
	ctx := c.Request().Context()
	switch s.sessions.Status(ctx) {
	case scs.Modified:
		token, expiry, err := s.sessions.Commit(ctx)
		if err != nil {
			return err
		}
		s.sessions.WriteSessionCookie(ctx, c.Response(), token, expiry)
	case scs.Destroyed:
		s.sessions.WriteSessionCookie(ctx, c.Response(), "", time.Time{})
	}
	c.Set("saved", true)
	return nil
}

// saveAtLast saves the session just before the first byte of an answer. When it
// cannot be written the answer must not pretend: it becomes a 503.
func (s *Server) saveAtLast(c echo.Context) {
	if err := s.saveSession(c); err != nil {
		s.Log.Error("session not saved", "id", numberOf(c), "error", err)
		c.Response().Status = http.StatusServiceUnavailable
		setRetryAfter(c, retryDatabase)
	}
}

// isStranger is true for who carries no session: nobody we know anything of.
func (s *Server) isStranger(c echo.Context) bool {
	_, err := c.Cookie(s.sessions.Cookie.Name)
	return err != nil
}

// hasSession is false for requests that failed before sessions were loaded.
func hasSession(c echo.Context) bool { return c.Get("session") != nil }

func (s *Server) sessionInt64(c echo.Context, key string) int64 {
	if !hasSession(c) {
		return 0
	}
	return s.sessions.GetInt64(c.Request().Context(), key)
}

func (s *Server) sessionString(c echo.Context, key string) string {
	if !hasSession(c) {
		return ""
	}
	return s.sessions.GetString(c.Request().Context(), key)
}

// remember keeps a value of ours in the session as JSON, so that a newer program
// can still read, or drop, what an older one kept.
func (s *Server) remember(c echo.Context, key string, value any) error {
	body, err := json.Marshal(value)
	if err != nil {
		return err
	}
	s.sessions.Put(c.Request().Context(), key, body)
	return nil
}

// recall reads what remember kept; false when there is nothing readable.
func (s *Server) recall(c echo.Context, key string, value any) bool {
	body := s.sessions.GetBytes(c.Request().Context(), key)
	return body != nil && json.Unmarshal(body, value) == nil
}

func (s *Server) forget(c echo.Context, key string) {
	s.sessions.Remove(c.Request().Context(), key)
}

// crossOrigin refuses forms that another site makes a visitor's browser send
// (ASVS 3.5.1): by Sec-Fetch-Site, else by comparing Origin with the host.
func (s *Server) crossOrigin() (echo.MiddlewareFunc, error) {
	protection := http.NewCrossOriginProtection()
	if err := protection.AddTrustedOrigin(s.base.Scheme + "://" + s.base.Host); err != nil {
		return nil, err
	}
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if err := protection.Check(c.Request()); err != nil {
				return &fault.Error{Kind: fault.Forbidden, Err: err,
					Message: "This form was sent from another website and was not accepted. Please fill it in here."}
			}
			return next(c)
		}
	}, nil
}
