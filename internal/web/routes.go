package web

import (
	"fmt"
	"slices"

	"github.com/labstack/echo/v4"
)

// route is one line of the table: what is asked for, who may, who answers.
type route struct {
	method, path string
	may          permission
	handle       echo.HandlerFunc
}

// routes lists every page, form and file; organisers' and partners' lines stand
// in files of their own. GET answers HEAD as well.
func (s *Server) routes() []route {
	return slices.Concat(s.participantRoutes(), answerRoutes(s), organiseRoutes(s), placesRoutes(s), badgesRoutes(s), presenceRoutes(s), tokenRoutes(s),
		partnerRoutes(s), delegationRoutes(s), packRoutes(s), logisticsRoutes(s), personRoutes(s))
}

// participantRoutes are the pages of everybody who comes to a seminar.
func (s *Server) participantRoutes() []route {
	return []route{
		// Events
		{"GET", "/", s.public, s.listEvents},
		{"GET", "/events/:slug", s.public, s.showEvent},
		{"GET", "/events/:slug/calendar.ics", s.public, s.eventCalendar},
		{"GET", "/events.atom", s.public, s.eventFeed},

		// Coming in: an address, then the code or the link sent to it
		{"GET", "/enter", s.public, s.showEnter},
		{"POST", "/enter", s.publicSeldom, s.submitEnter},
		{"GET", "/enter/code", s.public, s.showCode},
		{"POST", "/enter/code", s.publicSeldom, s.submitCode},
		{"POST", "/enter/again", s.publicSeldom, s.submitAgain},
		{"GET", "/enter/:token", s.public, s.showLink},
		{"POST", "/enter/:token", s.publicSeldom, s.submitLink},
		{"POST", "/leave", s.public, s.submitLeave},

		// Signing up, step by step
		{"GET", "/events/:slug/register", s.public, s.showRegister},
		{"GET", "/events/:slug/register/you", s.participant, s.showYou},
		{"POST", "/events/:slug/register/you", s.participant, s.submitYou},
		{"GET", "/events/:slug/register/activities", s.participant, s.showActivities},
		{"POST", "/events/:slug/register/activities", s.participant, s.submitActivities},
		{"GET", "/events/:slug/register/trip", s.participant, s.showTrip},
		{"POST", "/events/:slug/register/trip", s.participant, s.submitTrip},
		{"GET", "/events/:slug/register/sharing", s.participant, s.showSharing},
		{"POST", "/events/:slug/register/sharing", s.participant, s.submitSharing},
		{"GET", "/events/:slug/register/check", s.participant, s.showCheck},
		{"POST", "/events/:slug/register/check", s.participant, s.submitCheck},
		{"GET", "/events/:slug/register/result", s.participant, s.showResult},
		{"GET", "/authorities.json", s.participantOrDesk, s.findAuthorities},

		// One's own registrations
		{"GET", "/me", s.participant, s.showMine},
		{"GET", "/me/:reference", s.participant, s.showRegistration},
		{"GET", "/me/:reference/you", s.participant, s.showChangeYou},
		{"POST", "/me/:reference/you", s.participant, s.submitChangeYou},
		{"GET", "/me/:reference/activities", s.participant, s.showChangeActivities},
		{"POST", "/me/:reference/activities", s.participant, s.submitChangeActivities},
		{"POST", "/me/:reference/sharing", s.participant, s.submitChangeSharing},
		{"GET", "/me/:reference/withdraw", s.participant, s.showWithdraw},
		{"POST", "/me/:reference/withdraw", s.participant, s.submitWithdraw},
		{"GET", "/me/:reference/calendar.ics", s.participant, s.ownCalendar},

		// Words that stand
		{"GET", "/privacy", s.public, s.showPrivacy},
		{"GET", "/accessibility", s.public, s.showAccessibility},
		{"GET", "/.well-known/security.txt", s.public, s.securityText},
		{"GET", "/robots.txt", s.public, s.robotsText},

		// Only in the demo
		{"GET", "/demo/components", s.demo, s.showComponents},
		{"GET", "/demo/mail", s.demo, s.listMail},
		{"GET", "/demo/mail.json", s.demo, s.listMailJSON},
		{"GET", "/demo/mail/:id", s.demo, s.showMail},
		{"GET", "/demo/mail/:id/html", s.demo, s.showMailHTML},
	}
}

// install puts the machine's own addresses and then the table into Echo. They
// stand outside sessions and limits: a monitor must be answered in a rush too.
func (s *Server) install(e *echo.Echo) error {
	e.GET("/healthz", s.healthz)
	e.GET("/readyz", s.readyz)
	e.GET("/metrics", s.showMetrics)
	e.GET("/static/:file", s.assets.serve)
	protect, err := s.crossOrigin()
	if err != nil {
		return err
	}
	site := []echo.MiddlewareFunc{s.limit(), cleanInput, s.session, protect, s.language}
	for _, r := range s.routes() {
		if r.may == nil || r.handle == nil {
			return fmt.Errorf("route %s %s lacks a permission or a handler", r.method, r.path)
		}
		handle := around(r.may(r.handle), site)
		e.Add(r.method, r.path, handle)
		if r.method == "GET" {
			e.HEAD(r.path, handle)
		}
	}
	// An address we do not have is answered as a page as well.
	e.RouteNotFound("/*", around(func(echo.Context) error { return echo.ErrNotFound }, site))
	return nil
}

// around wraps a handler once, outermost first. Echo itself would wrap it anew
// for every request, and a limit that is new each time limits nothing.
func around(handle echo.HandlerFunc, middleware []echo.MiddlewareFunc) echo.HandlerFunc {
	for _, m := range slices.Backward(middleware) {
		handle = m(handle)
	}
	return handle
}
