package web

import (
	"net"
	"net/netip"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
	"golang.org/x/time/rate"

	"convene/internal/fault"
)

// How often one address may ask. A town hall shares one address among many
// desks, so pages are generous; forms that send mail or try codes are slow. In
// the demo everybody is this one machine, so its limits only stop a runaway.
const (
	pagesPerSecond = 20
	formsPerSecond = 0.5
	burstSeconds   = 10
	formsBurst     = 20
	demoFactor     = 100
)

// clientAddress reads the visitor's address from the connection, and from
// X-Forwarded-For only as far as known proxies wrote it.
func clientAddress(trusted []netip.Prefix) echo.IPExtractor {
	if len(trusted) == 0 {
		return echo.ExtractIPDirect()
	}
	options := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, p := range trusted {
		_, network, err := net.ParseCIDR(p.Masked().String())
		if err == nil {
			options = append(options, echo.TrustIPRange(network))
		}
	}
	return echo.ExtractIPFromXFFHeader(options...)
}

// limit bounds every page and form of one address.
func (s *Server) limit() echo.MiddlewareFunc {
	perSecond := rate.Limit(pagesPerSecond)
	if s.Rate != 0 {
		perSecond = s.Rate
	}
	return s.limiter(perSecond, int(burstSeconds*pagesPerSecond))
}

// seldom bounds a form that sends mail or tries a secret.
func (s *Server) seldom() echo.MiddlewareFunc {
	if s.Rate != 0 {
		return s.limiter(s.Rate, formsBurst)
	}
	return s.limiter(formsPerSecond, formsBurst)
}

func (s *Server) limiter(perSecond rate.Limit, burst int) echo.MiddlewareFunc {
	if perSecond == rate.Inf {
		return func(next echo.HandlerFunc) echo.HandlerFunc { return next }
	}
	if s.Demo {
		perSecond, burst = perSecond*demoFactor, burst*demoFactor
	}
	return middleware.RateLimiterWithConfig(middleware.RateLimiterConfig{
		Store: middleware.NewRateLimiterMemoryStoreWithConfig(middleware.RateLimiterMemoryStoreConfig{
			Rate: perSecond, Burst: burst, ExpiresIn: 5 * time.Minute}),
		IdentifierExtractor: func(c echo.Context) (string, error) { return network(c.RealIP()), nil },
		DenyHandler: func(echo.Context, string, error) error {
			return &fault.Error{Kind: fault.TooMany, RetryAfter: 30 * time.Second,
				Message: "Too many requests came from your network. Please wait half a minute and try again."}
		},
	})
}

// network is what counts as one visitor: an IPv4 address, or the /64 that an
// IPv6 household has to itself.
func network(ip string) string {
	a, err := netip.ParseAddr(ip)
	if err != nil || a.Unmap().Is4() {
		return ip
	}
	p, _ := a.WithZone("").Prefix(64)
	return p.String()
}
