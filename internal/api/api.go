// Package api is the house's door for programs: JSON under /api/v1, described by
// the OpenAPI document that is served with it. It owns no table and no rule; it
// reads requests, asks the domain packages and puts their answers and faults into
// JSON. The rule it keeps: a program sees through its token what its account may
// see, what the document says is what the server does, and a failure says in
// words and in a code what to do about it (RFC 9457).
package api

import (
	"cmp"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"
	"github.com/labstack/echo/v4"
	"golang.org/x/time/rate"

	"convene/internal/account"
	"convene/internal/event"
	"convene/internal/postgres"
	"convene/internal/registration"
)

// Root is the path below which everything of this package lies.
const Root = "/api/"

// version is where this version of the API begins.
const version = "/api/v1"

// Config is what the program knows of its surroundings.
type Config struct {
	BaseURL        string         // where programs reach us, "https://register.example.org"
	Demo           bool           // everybody is this one machine: limits only stop a runaway
	Secret         []byte         // key of the ids that partners get
	TrustedProxies []netip.Prefix // whose X-Forwarded-For counts; nobody's when empty
	Log            *slog.Logger
	Now            func() time.Time
	Rate           rate.Limit // requests a second of one token or address; 0: the defaults, rate.Inf: no limit
}

// Server answers programs. It is safe for concurrent use.
type Server struct {
	Config
	db         *postgres.DB
	desk       *registration.Desk
	api        huma.API
	echo       *echo.Echo
	limits     limits
	programmes memo[string, *event.Programme]
	bearers    memo[string, *account.Bearer]
	views      memo[string, *eventView]
	catalogues memo[string, *eventList]
}

// New builds the routes and the document.
func New(db *postgres.DB, desk *registration.Desk, c Config) *Server {
	c.BaseURL = strings.TrimSuffix(c.BaseURL, "/")
	c.Log = cmp.Or(c.Log, slog.Default())
	if c.Now == nil {
		c.Now = time.Now
	}
	s := &Server{Config: c, db: db, desk: desk, limits: newLimits(c.Rate, c.Demo), echo: echo.New()}
	s.echo.HideBanner, s.echo.HidePort = true, true
	s.echo.IPExtractor = clientAddress(c.TrustedProxies)
	s.echo.HTTPErrorHandler = s.showError
	s.echo.Use(s.begin, s.accessLog, recoverPanics, s.headers)
	s.mount(s.echo)
	return s
}

// Handler answers everything below Root.
func (s *Server) Handler() http.Handler { return headAsGet(s.echo) }

// mount puts the API's routes into an Echo server.
func (s *Server) mount(e *echo.Echo) {
	s.api = humaecho.NewWithGroup(e, e.Group(version), s.description())
	s.operations()
	e.GET(version+"/openapi.json", s.showDocument)
}

// secure tells whether programs reach us by https.
func (s *Server) secure() bool {
	u, err := url.Parse(s.BaseURL)
	return err == nil && u.Scheme == "https"
}
