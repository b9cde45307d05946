package api

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
)

// Whoever writes X-Forwarded-For is believed only when it is a known proxy:
// anybody else could have a new limit for each request.
func TestWhoAsks(t *testing.T) {
	t.Parallel()
	proxies := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}
	for _, c := range []struct {
		from, forwarded string
		trusted         []netip.Prefix
		want            string
	}{
		{"192.0.2.1:1000", "198.51.100.7", nil, "192.0.2.1"},
		{"10.0.0.1:1000", "198.51.100.7", nil, "10.0.0.1"},
		{"10.0.0.1:1000", "198.51.100.7", proxies, "198.51.100.7"},
		{"10.0.0.1:1000", "203.0.113.9, 198.51.100.7, 10.1.1.1", proxies, "198.51.100.7"},
		{"192.0.2.1:1000", "198.51.100.7", proxies, "192.0.2.1"},
		{"[fd00::1]:1000", "2001:db8:1:2:3:4:5:6", proxies, "2001:db8:1:2::/64"},
		{"[2001:db8:1:2::9]:1000", "", nil, "2001:db8:1:2::/64"},
		{"127.0.0.1:1000", "198.51.100.7", proxies, "127.0.0.1"},
	} {
		r := httptest.NewRequest(http.MethodGet, "/api/v1/events", nil)
		r.RemoteAddr = c.from
		r.Header.Set("X-Forwarded-For", c.forwarded)
		if got := network(clientAddress(c.trusted)(r)); got != c.want {
			t.Errorf("from %s for %q: %s, want %s", c.from, c.forwarded, got, c.want)
		}
	}
}
