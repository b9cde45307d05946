package web

import (
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
)

// maxBody is far more than the longest form and far less than an attack.
const maxBody = "256K"

// requestID gives each request a number of our own. One sent along is ignored:
// it could carry anything into the log.
func requestID(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		id := rand.Text()[:12]
		c.Set("request_id", id)
		c.Response().Header().Set(echo.HeaderXRequestID, id)
		return next(c)
	}
}

// numberOf is the number requestID gave.
func numberOf(c echo.Context) string {
	id, _ := c.Get("request_id").(string)
	return id
}

// accessLog writes one line a request: the route's pattern instead of the
// address, no IP, no browser, nothing that points at a person (DP-25).
func (s *Server) accessLog(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		begun := time.Now()
		if err := next(c); err != nil {
			c.Error(err)
		}
		took, status := time.Since(begun), c.Response().Status
		s.metrics.count(c.Request().Method, c.Path(), status, took)
		s.Log.LogAttrs(c.Request().Context(), slog.LevelInfo, "request",
			slog.String("id", numberOf(c)), slog.String("method", c.Request().Method),
			slog.String("route", c.Path()), slog.Int("status", status),
			slog.Int64("bytes", c.Response().Size), slog.Duration("took", took.Round(time.Microsecond)))
		return nil
	}
}

// recoverPanics turns a panic into an internal error with its stack, so that one
// page fails and the program goes on.
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

// bodyLimit bounds what is sent to us: by maxFile where a file may come along.
func bodyLimit() echo.MiddlewareFunc {
	forms, files := middleware.BodyLimit(maxBody), middleware.BodyLimit(strconv.Itoa(maxFile))
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		short, long := forms(next), files(next)
		return func(c echo.Context) error {
			if takesFile(c) {
				return long(c)
			}
			return short(c)
		}
	}
}

// contentPolicy allows our own files and nothing else: no inline script or
// style, no third party (CSP level 3). JSON-LD blocks are data, not scripts.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// headers sets what every answer says about itself (ASVS 3.4). A handler that
// needs another policy sets its own afterwards.
func (s *Server) headers(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set("Content-Security-Policy", contentPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		if s.secure() {
			h.Set("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
		}
		return next(c)
	}
}
