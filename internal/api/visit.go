package api

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/labstack/echo/v4"

	"convene/internal/account"
	"convene/internal/locale"
)

// visit is one request on its way: its number in the log, the language of its
// answers, the formats it takes, and who asks.
type visit struct {
	number  string
	printer *locale.Printer
	accept  string
	address string
	bearer  *account.Bearer // nil: anybody
}

type visitKey struct{}

// visitOf is the visit that begin began.
func visitOf(ctx context.Context) *visit {
	if v, ok := ctx.Value(visitKey{}).(*visit); ok {
		return v
	}
	return &visit{printer: locale.For("en")} // outside of a request: the document's own examples
}

// begin gives each request a number of our own (one sent along could carry
// anything into the log) and reads its headers. The formats are taken off the
// request: huma knows JSON only, and trips over some headers that are wrong.
func (s *Server) begin(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		lang := locale.Negotiate("", r.Header.Get("Accept-Language"), "")
		v := &visit{number: rand.Text()[:12], printer: locale.For(lang), accept: r.Header.Get("Accept"), address: network(c.RealIP())}
		r.Header.Set("Accept", "application/json")
		c.SetRequest(r.WithContext(context.WithValue(r.Context(), visitKey{}, v)))
		h := c.Response().Header()
		h.Set(echo.HeaderXRequestID, v.number)
		h.Set("Content-Language", lang)
		return next(c)
	}
}

// accessLog writes one line a request: the route's pattern instead of the
// address, the number of the token, nothing that points at a person (DP-25).
func (s *Server) accessLog(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		begun := time.Now()
		if err := next(c); err != nil {
			c.Error(err)
		}
		v, token := visitOf(c.Request().Context()), int64(0)
		if v.bearer != nil {
			token = v.bearer.Token.ID
		}
		s.Log.LogAttrs(c.Request().Context(), slog.LevelInfo, "request",
			slog.String("id", v.number), slog.String("method", c.Request().Method), slog.String("route", c.Path()),
			slog.Int("status", c.Response().Status), slog.Int64("bytes", c.Response().Size), slog.Int64("token", token),
			slog.Duration("took", time.Since(begun).Round(time.Microsecond)))
		return nil
	}
}

// recoverPanics turns a panic into an internal error with its stack, so that one
// request fails and the program goes on.
func recoverPanics(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			switch r := recover(); r {
			case nil:
			case http.ErrAbortHandler:
				panic(r)
			default:
				err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
			}
		}()
		return next(c)
	}
}

// headers sets what every answer says about itself. No cache keeps it (ASVS
// 14.3.2) and no browser makes a page of it.
func (s *Server) headers(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set("Cache-Control", "no-store")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Vary", "Accept, Accept-Language, Authorization")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Robots-Tag", "noindex")
		if s.secure() {
			h.Set("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
		}
		return next(c)
	}
}

// headAsGet answers HEAD as GET (RFC 9110, 9.3.2); net/http keeps the body back.
func headAsGet(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead {
			r = r.Clone(context.WithValue(r.Context(), headKey{}, true))
			r.Method = http.MethodGet
		}
		next.ServeHTTP(w, r)
	})
}

type headKey struct{}

// onlyHead tells whether the body of the answer will be thrown away: nothing may
// then be noted as handed over.
func onlyHead(ctx context.Context) bool { return ctx.Value(headKey{}) != nil }
