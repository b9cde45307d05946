package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"

	"github.com/labstack/echo/v4"
)

// measureEventPage is how fast everybody gets to read an event, beside the fastest
// answer Echo can give: a handler that says hello, with nothing around it.
func measureEventPage(ctx context.Context, s *stage, o options) (_ []result, err error) {
	w, err := s.openSite(ctx)
	if err != nil {
		return nil, err
	}
	defer w.closeAfter(&err)
	hello, stop, err := serveHello()
	if err != nil {
		return nil, err
	}
	defer func() { _ = stop() }() // nothing of it is kept
	var size int
	var ours, limit readings
	for n := range o.rounds {
		fmt.Fprintf(os.Stderr, "event page, round %d of %d\n", n+1, o.rounds)
		greeted, _, err := read(ctx, hello, "/hello", o)
		if err != nil {
			return nil, err
		}
		var c crowd
		if c, size, err = read(ctx, w.address, "/events/"+sample, o); err != nil {
			return nil, err
		}
		limit.add(greeted)
		ours.add(c)
	}
	what := fmt.Sprintf("event pages of %.1f kB, 128 in flight, beside a bare hello", float64(size)/1000)
	return []result{
		atLeast("PAGE", what, median(ours.rate), median(limit.rate), "1/s", 0.25),
		atMost("PAGE-p50", "of those, the middle one beside the middle hello", median(ours.half), median(limit.half), "ms", 4),
		atMost("PAGE-p99", "of those, the slowest of 100 beside such a hello", median(ours.slow), median(limit.slow), "ms", 4),
	}, nil
}

// read lets a crowd of strangers read one page again and again.
func read(ctx context.Context, address, path string, o options) (_ crowd, size int, err error) {
	free, err := openLines(address, clients)
	if err != nil {
		return crowd{}, 0, err
	}
	defer free.closeAfter(&err)
	request := []byte("GET " + path + " HTTP/1.1\r\nHost: " + address + "\r\nAccept: text/html\r\nAccept-Language: en-GB,en;q=0.8,fr;q=0.5\r\n\r\n")
	first, err := free.ask(ctx, request)
	if err != nil {
		return crowd{}, 0, err
	}
	c, err := gather(ctx, clients, o.each, func(ctx context.Context, _ int64) error {
		r, err := free.ask(ctx, request)
		if err == nil && r.status != http.StatusOK {
			err = fmt.Errorf("%s was answered with %d", path, r.status)
		}
		return err
	})
	return c, first.size, err
}

// serveHello starts an Echo without any middleware.
func serveHello() (address string, stop func() error, err error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	e := echo.New()
	e.GET("/hello", func(c echo.Context) error { return c.String(http.StatusOK, "hello") })
	server := &http.Server{Handler: e}
	go func() { _ = server.Serve(listener) }() // ends with stop
	return listener.Addr().String(), server.Close, nil
}
