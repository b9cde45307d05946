package web

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"convene/internal/postgres"
)

// readyWithin bounds how long a monitor waits for the database.
const readyWithin = 2 * time.Second

// healthz says that the process lives; it asks nothing of anybody else.
func (s *Server) healthz(c echo.Context) error {
	return c.String(http.StatusOK, "ok\n")
}

// readyz says whether requests can be served: the database answers and its
// schema is the one this program was built for.
func (s *Server) readyz(c echo.Context) error {
	ctx, cancel := context.WithTimeout(c.Request().Context(), readyWithin)
	defer cancel()
	if err := postgres.Current(ctx, s.db.DB); err != nil {
		s.Log.Warn("not ready", "error", err)
		c.Response().Header().Set("Retry-After", "5")
		return c.String(http.StatusServiceUnavailable, "not ready\n")
	}
	return c.String(http.StatusOK, "ready\n")
}
