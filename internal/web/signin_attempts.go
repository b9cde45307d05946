package web

import (
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
	"golang.org/x/time/rate"
)

// How many wrong passwords are taken before one must wait, and how long until one
// more is taken: for an address tried from one network, for everything that comes
// from one network, and for an address tried from anywhere. The last is generous,
// or a stranger could keep an organiser out.
var patience = []struct {
	most  float64
	every time.Duration
}{
	{5, time.Minute},
	{20, 15 * time.Second},
	{50, 15 * time.Second},
}

// mostKnocks bounds the memory of attempts; beyond it all are forgotten, which
// takes thousands of networks to bring about.
const mostKnocks = 20_000

// attempts remembers wrong passwords, in this process only: a restart forgives.
// It is safe for concurrent use.
type attempts struct {
	mu     sync.Mutex
	counts map[string]count
}

// count is how many attempts stood against a key at a moment; they fade with time.
type count struct {
	n  float64
	at time.Time
}

func newAttempts() *attempts { return &attempts{counts: map[string]count{}} }

// knock is one attempt: what it counts against, in the order of patience, and
// when it was made.
type knock struct {
	*attempts
	keys []string
	now  time.Time
}

// knock prepares an attempt to sign in with an address from the visitor's
// network. Where the server limits nothing, it counts against nothing.
func (d *door) knock(c echo.Context, email string) knock {
	if d.Rate == rate.Inf {
		return knock{attempts: d.attempts}
	}
	from, email := network(c.RealIP()), strings.ToLower(strings.TrimSpace(email))
	return knock{d.attempts, []string{from + " " + email, from, email}, d.Now()}
}

// wait counts the attempt and gives 0, or how long to wait when there were too
// many already; the attempt is not counted then. It counts before the password is
// looked at, so that attempts made at the same time are not more than those made
// one by one.
func (k knock) wait() time.Duration {
	k.mu.Lock()
	defer k.mu.Unlock()
	var longest time.Duration
	for i := range k.keys {
		if over := k.standing(i) + 1 - patience[i].most; over > 0 {
			longest = max(longest, time.Duration(over*float64(patience[i].every)))
		}
	}
	if longest == 0 {
		k.add(1)
	}
	return longest
}

// forget takes the attempt back: the password was right.
func (k knock) forget() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.add(-1)
}

// standing is what is left of earlier attempts against the i-th key.
func (k knock) standing(i int) float64 {
	c := k.counts[k.keys[i]]
	return max(0, c.n-float64(k.now.Sub(c.at))/float64(patience[i].every))
}

// add changes every count, and makes room first when there are too many.
func (k knock) add(n float64) {
	if len(k.counts) >= mostKnocks {
		clear(k.counts)
	}
	for i, key := range k.keys {
		k.counts[key] = count{max(0, k.standing(i)+n), k.now}
	}
}
