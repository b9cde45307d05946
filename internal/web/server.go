// Package web is the house's front: pages, forms and files for participants,
// organisers and partners. It combines the domain packages and owns no table.
// The rule it keeps: a handler returns an error or an answer; status codes,
// languages, sessions and headers are decided here and nowhere below.
package web

import (
	"cmp"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/labstack/echo/v4"
	"golang.org/x/time/rate"

	"convene/internal/mail"
	"convene/internal/paper"
	"convene/internal/postgres"
	"convene/internal/registration"
	"convene/templates"
)

// Config is what the program knows of its surroundings.
type Config struct {
	BaseURL        string         // where people reach it, "https://register.example.org"
	Listen         string         // address of the listener; named in no page
	Demo           bool           // sample data, kept mail, the demo's own pages
	Secret         []byte         // key of everything that is derived, such as badge tokens
	TrustedProxies []netip.Prefix // whose X-Forwarded-For counts; nobody's when empty
	Contact        string         // address of the help desk, shown on each page
	Log            *slog.Logger
	Now            func() time.Time
	Press          *paper.Press // makes print packs; nil: another program does
	MailKept       bool         // mail stays in the outbox, readable in the demo
	Rate           rate.Limit   // requests a second from one address; 0: the default, rate.Inf: no limit
}

// Server answers every request. It is safe for concurrent use.
type Server struct {
	Config
	db         *postgres.DB
	desk       *registration.Desk
	mailer     *mail.Deliverer
	base       *url.URL
	echo       *echo.Echo
	views      views
	assets     *assets
	sessions   *scs.SessionManager
	metrics    *metrics
	programmes programmes
	shared     sharedEvents
}

// New parses every template and builds the routes. mailer may be nil: mail then
// leaves with the deliverer's next round.
func New(db *postgres.DB, desk *registration.Desk, mailer *mail.Deliverer, c Config) (*Server, error) {
	c.BaseURL = strings.TrimSuffix(c.BaseURL, "/")
	c.Log = cmp.Or(c.Log, slog.Default())
	if c.Now == nil {
		c.Now = time.Now
	}
	base, err := url.Parse(c.BaseURL)
	if err != nil || base.Host == "" {
		return nil, fmt.Errorf("base URL %q is not an absolute URL", c.BaseURL)
	}
	s := &Server{Config: c, db: db, desk: desk, mailer: mailer, base: base, metrics: newMetrics(c.Now()),
		programmes: programmes{kept: map[string]keptProgramme{}}, shared: sharedEvents{kept: map[sharedKey]keptEvent{}}}
	look, err := embedded()
	if err != nil {
		return nil, err
	}
	s.assets, s.views = look.assets, look.views
	s.sessions = newSessions(db, s.secure())
	return s, s.build()
}

// look is what the program carries along of pages.
type look struct {
	assets *assets
	views  views
}

// embedded parses it once, however many servers one program or test begins.
var embedded = sync.OnceValues(func() (look, error) {
	a, err := loadAssets()
	if err != nil {
		return look{}, err
	}
	v, err := parseViews(templates.Files, a)
	return look{a, v}, err
})

// Handler gives the whole site.
func (s *Server) Handler() http.Handler { return s.echo }

// secure tells whether people reach us by https.
func (s *Server) secure() bool { return s.base.Scheme == "https" }

// build makes the Echo server with its middleware, outermost first.
func (s *Server) build() error {
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.HTTPErrorHandler = s.showError
	e.IPExtractor = clientAddress(s.TrustedProxies)
	e.Use(requestID, s.accessLog, recoverPanics, bodyLimit(), s.headers)
	s.echo = e
	return s.install(e)
}

// wakeMail lets a mail that was just queued leave at once.
func (s *Server) wakeMail() {
	if s.mailer != nil {
		s.mailer.Wake()
	}
}
