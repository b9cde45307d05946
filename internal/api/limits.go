package api

import (
	"net"
	"net/netip"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
	"golang.org/x/time/rate"

	"convene/internal/fault"
)

// How often a program may ask. A token may stand for a whole registration form in
// a rush, so its limit only stops a program that runs wild; without a token one
// may look at the events, and try tokens, at the pace of a page.
const (
	tokenPerSecond   = 200
	tokenBurst       = 4000
	addressPerSecond = 20
	addressBurst     = 200
	demoFactor       = 100
)

// limits counts requests by token, or by address where there is none. A nil store
// is no limit.
type limits struct{ tokens, addresses middleware.RateLimiterStore }

func newLimits(limit rate.Limit, demo bool) limits {
	store := func(perSecond rate.Limit, burst int) middleware.RateLimiterStore {
		if limit != 0 {
			perSecond, burst = limit, 1
		}
		if demo {
			perSecond, burst = perSecond*demoFactor, burst*demoFactor
		}
		return middleware.NewRateLimiterMemoryStoreWithConfig(middleware.RateLimiterMemoryStoreConfig{
			Rate: perSecond, Burst: burst, ExpiresIn: 5 * time.Minute})
	}
	if limit == rate.Inf {
		return limits{}
	}
	return limits{store(tokenPerSecond, tokenBurst), store(addressPerSecond, addressBurst)}
}

// takeToken and takeAddress count one request; fault.TooMany when it is one too many.
func (l limits) takeToken(id int64) error { return take(l.tokens, strconv.FormatInt(id, 10)) }

func (l limits) takeAddress(address string) error { return take(l.addresses, address) }

func take(store middleware.RateLimiterStore, who string) error {
	if store == nil {
		return nil
	}
	allowed, err := store.Allow(who)
	if err != nil || allowed {
		return err
	}
	return &fault.Error{Kind: fault.TooMany, RetryAfter: 10 * time.Second,
		Message: "Too many requests. Wait ten seconds, then send fewer a second."}
}

// clientAddress reads who asks from the connection, and from X-Forwarded-For
// only as far as known proxies wrote it.
func clientAddress(trusted []netip.Prefix) echo.IPExtractor {
	if len(trusted) == 0 {
		return echo.ExtractIPDirect()
	}
	options := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, p := range trusted {
		if _, network, err := net.ParseCIDR(p.Masked().String()); err == nil {
			options = append(options, echo.TrustIPRange(network))
		}
	}
	return echo.ExtractIPFromXFFHeader(options...)
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
