package main

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"
)

func TestACrowdEndsWithTheFirstErrorAndNotWithEnough(t *testing.T) {
	t.Parallel()
	var deeds atomic.Int64
	c, err := gather(t.Context(), 4, time.Hour, func(context.Context, int64) error {
		if deeds.Add(1) > 100 {
			return errEnough
		}
		return nil
	})
	if err != nil || len(c.took) != 100 {
		t.Errorf("%d deeds, %v", len(c.took), err)
	}
	broken := errors.New("broken")
	if _, err := gather(t.Context(), 4, time.Hour, func(context.Context, int64) error { return broken }); !errors.Is(err, broken) {
		t.Errorf("the error is %v", err)
	}
}

func TestLinesReadAnswersWhole(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/moved":
			http.Redirect(w, r, "/there", http.StatusSeeOther)
		case "/unsized":
			_ = http.NewResponseController(w).Flush()
		default:
			_, _ = w.Write([]byte("hello"))
		}
	}))
	defer server.Close()
	free, err := openLines(server.Listener.Addr().String(), 1)
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]reply{"/": {200, "", 5}, "/moved": {303, "/there", 0}, "/again": {200, "", 5}} {
		for range 2 {
			got, err := free.ask(t.Context(), []byte("GET "+path+" HTTP/1.1\r\nHost: x\r\n\r\n"))
			if path == "/moved" {
				got.size = 0 // the page that says so
			}
			if err != nil || got != want {
				t.Errorf("%s: %+v, %v", path, got, err)
			}
		}
	}
	if _, err := free.ask(t.Context(), []byte("GET /unsized HTTP/1.1\r\nHost: x\r\n\r\n")); err == nil {
		t.Error("an answer without a length passes")
	}
	if err := free.close(); err != nil {
		t.Error(err)
	}
}
