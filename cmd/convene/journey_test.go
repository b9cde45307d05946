package main

import (
	"context"
	"net/url"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"convene/internal/postgres/pgtest"
)

// Journeys walk through the real program in a real browser, as people do. Some
// demos are shared: one by those who sign up, one by the offices, whose numbers
// nobody else may change meanwhile.

func TestJourneysOfParticipants(t *testing.T) {
	t.Parallel()
	walk(t, openHouse(t, "CONVENE_LOG=json"), map[string]func(*testing.T, *house){
		"register":         registerAtAPhone,
		"without-scripts":  registerWithoutScripts,
		"by-keyboard":      registerByKeyboard,
		"waiting-list":     moveUpFromTheWaitingList,
		"another-site":     refuseAnotherSite,
		"somebody-elses":   openNobodyElsesPage,
		"delegation":       coordinateADelegation,
		"barriers-sign-up": findNoBarrierForParticipants,
	})
}

func TestJourneysOfTheOffices(t *testing.T) {
	t.Parallel()
	walk(t, openHouse(t), map[string]func(*testing.T, *house){
		"organiser":        findAndPrint,
		"partner":          takeWhatWasAgreed,
		"scans-kept":       scanWhileTheNetworkIsAway,
		"barriers-offices": findNoBarrierForOffices,
		"barriers-paper":   findNoBarrierOnPaper,
	})
}

// walk makes every journey through one house, then looks at what the program
// wrote into its log meanwhile, and ends it.
func walk(t *testing.T, h *house, journeys map[string]func(*testing.T, *house)) {
	t.Run("walk", func(t *testing.T) {
		for name, journey := range journeys {
			t.Run(name, func(t *testing.T) { t.Parallel(); journey(t, h) })
		}
	})
	h.stop(t, syscall.SIGTERM)
	h.saysNothingOf(t, h.notes.String(), "the program's log")
}

// house is one program that serves the demo, and a browser to visit it with.
type house struct {
	*server
	home    installation
	browser context.Context

	mu      sync.Mutex
	private []string // what people typed of themselves
}

func openHouse(t *testing.T, env ...string) *house {
	t.Helper()
	return openHouseAt(t, pgtest.EmptyURL(t), env...)
}

// openHouseAt fills the database it is given.
func openHouseAt(t *testing.T, database string, env ...string) *house {
	t.Helper()
	h := &house{home: install(t, append(env, "CONVENE_DATABASE_URL="+database)...), browser: startBrowser(t)}
	h.server = h.home.serve("demo")
	// The sample leaves eight places; here more people than that sign up.
	h.home.run("capacity", "budapest", "event", "160").wants(t, 0)
	return h
}

// confide notes what must appear in no address and no log.
func (h *house) confide(words ...string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, w := range words {
		if w != "" {
			h.private = append(h.private, strings.ToLower(w))
		}
	}
}

// saysNothingOf looks for what people typed of themselves, encoded or not.
func (h *house) saysNothingOf(t *testing.T, text, where string) {
	t.Helper()
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.private) == 0 {
		t.Errorf("nobody confided anything, so %s proves nothing", where)
	}
	text = strings.ToLower(text)
	for _, word := range h.private {
		for _, form := range []string{word, url.QueryEscape(word), url.PathEscape(word)} {
			if strings.Contains(text, strings.ToLower(form)) {
				t.Errorf("%s has %q", where, form)
			}
		}
	}
}

// browsers are the names a Chromium goes by.
var browsers = []string{"chromium", "chromium-browser", "google-chrome", "headless-shell"}

// startBrowser starts a headless Chromium that asks nobody but us for anything.
func startBrowser(t *testing.T) context.Context {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(browserPath(t)),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-sync", true),
		// Root and most containers have no sandbox, and only our own pages are visited.
		chromedp.NoSandbox)
	allocator, end := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(end)
	ctx, closeBrowser := chromedp.NewContext(allocator)
	t.Cleanup(closeBrowser)
	within(t, time.Minute, "start the browser", func() error { return chromedp.Do(ctx) })
	return ctx
}

func browserPath(t *testing.T) string {
	t.Helper()
	for _, name := range browsers {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Fatal("there is no browser for the journeys: install it with `make setup`, or apt-get install -y chromium")
	return ""
}

// within bounds what takes no deadline of its own.
func within(t *testing.T, most time.Duration, what string, do func() error) {
	t.Helper()
	done := make(chan error, 1)
	go func() { done <- do() }()
	select {
	case err := <-done:
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
	case <-time.After(most):
		t.Fatalf("%s: not within %s", what, most)
	}
}
