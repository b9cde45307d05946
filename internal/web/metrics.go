package web

import (
	"fmt"
	"maps"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
)

// metrics counts requests by method, route and status; patterns, never addresses.
type metrics struct {
	started time.Time
	mu      sync.Mutex
	routes  map[string]*tally
}

type tally struct {
	requests int64
	took     time.Duration
}

func newMetrics(now time.Time) *metrics {
	return &metrics{started: now, routes: map[string]*tally{}}
}

// count adds one request. A method we have no route for is one we did not choose:
// counted by its own name it would let a stranger fill the memory.
func (m *metrics) count(method, route string, status int, took time.Duration) {
	if route == "" || status == http.StatusMethodNotAllowed {
		method = "other"
	}
	key := fmt.Sprintf(`method=%q,route=%q,status="%d"`, method, route, status)
	m.mu.Lock()
	defer m.mu.Unlock()
	t := m.routes[key]
	if t == nil {
		t = &tally{}
		m.routes[key] = t
	}
	t.requests++
	t.took += took
}

// text writes the counters in the Prometheus text format 0.0.4.
func (m *metrics) text(now time.Time) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	var b strings.Builder
	fmt.Fprintf(&b, "# TYPE convene_uptime_seconds gauge\nconvene_uptime_seconds %.0f\n", now.Sub(m.started).Seconds())
	keys := slices.Sorted(maps.Keys(m.routes))
	b.WriteString("# TYPE convene_http_requests_total counter\n")
	for _, k := range keys {
		fmt.Fprintf(&b, "convene_http_requests_total{%s} %d\n", k, m.routes[k].requests)
	}
	b.WriteString("# TYPE convene_http_seconds_total counter\n")
	for _, k := range keys {
		fmt.Fprintf(&b, "convene_http_seconds_total{%s} %.6f\n", k, m.routes[k].took.Seconds())
	}
	return b.String()
}

// showMetrics answers only this machine itself: both the connection and, through
// a proxy, the visitor behind it must be local.
func (s *Server) showMetrics(c echo.Context) error {
	for _, address := range []string{c.RealIP(), echo.ExtractIPDirect()(c.Request())} {
		if ip, err := netip.ParseAddr(address); err != nil || !ip.Unmap().IsLoopback() {
			return echo.ErrNotFound
		}
	}
	return c.Blob(http.StatusOK, "text/plain; version=0.0.4; charset=utf-8", []byte(s.metrics.text(s.Now())))
}
