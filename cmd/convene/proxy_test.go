package main

import (
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// proxy is any proxy in front of several programs: it gives each request to the
// next of them, and to the one after that when the connection breaks.
type proxy struct {
	http.Transport
	to     []string // host:port
	turn   atomic.Int64
	broken atomic.Int64 // connections

	mu      sync.Mutex
	answers []answered
}

// answered is that somebody got an answer.
type answered struct {
	at     time.Time
	status int
	header http.Header
}

// newProxy keeps its connections open: thousands of people who each make new ones
// would use up the ports of this machine.
func newProxy(to ...string) *proxy {
	return &proxy{Transport: http.Transport{MaxIdleConnsPerHost: 4096, IdleConnTimeout: time.Minute}, to: to}
}

// RoundTrip answers when a whole answer is there. With one program it gives up at
// the first broken connection, with several after half a minute.
func (p *proxy) RoundTrip(r *http.Request) (*http.Response, error) {
	for end := time.Now().Add(patience); ; {
		response, err := p.try(r)
		if err == nil {
			p.note(response)
		}
		if err == nil || len(p.to) == 1 || r.Context().Err() != nil || time.Now().After(end) {
			return response, err
		}
		p.broken.Add(1)
		time.Sleep(20 * time.Millisecond)
	}
}

func (p *proxy) try(r *http.Request) (*http.Response, error) {
	one := r.Clone(r.Context())
	one.URL.Host = p.to[int(p.turn.Add(1))%len(p.to)]
	if r.GetBody != nil {
		body, err := r.GetBody()
		if err != nil {
			return nil, err
		}
		one.Body = body
	}
	response, err := p.Transport.RoundTrip(one)
	if err != nil {
		return nil, err
	}
	content, err := io.ReadAll(response.Body)
	response.Body, response.Request = io.NopCloser(strings.NewReader(string(content))), r
	return response, errors.Join(err, r.Context().Err())
}

func (p *proxy) note(r *http.Response) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.answers = append(p.answers, answered{time.Now(), r.StatusCode, r.Header})
}

// heard are all answers from one moment to another, the oldest first.
func (p *proxy) heard(from, to time.Time) (some []answered) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, a := range p.answers {
		if !a.at.Before(from) && a.at.Before(to) {
			some = append(some, a)
		}
	}
	return some
}

// comeAgain tells the one answer that is no success and is allowed in a rush: busy,
// and when to try again.
func comeAgain(status int, header http.Header) bool {
	seconds, err := strconv.Atoi(header.Get("Retry-After"))
	return status == http.StatusServiceUnavailable && err == nil && seconds > 0
}

func TestOnlyComeAgainIsAllowed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		status int
		after  string
		want   bool
	}{{503, "2", true}, {503, "", false}, {503, "0", false}, {503, "soon", false}, {500, "2", false}, {429, "2", false}, {502, "2", false}} {
		if got := comeAgain(c.status, http.Header{"Retry-After": {c.after}}); got != c.want {
			t.Errorf("%d with Retry-After %q: %v", c.status, c.after, got)
		}
	}
}
