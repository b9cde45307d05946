package main

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// patience bounds one step; a button that is not there would be waited for for ever.
const patience = 30 * time.Second

// The widths people come with, in CSS pixels: a phone and a desk.
const (
	phone = 360
	desk  = 1280
)

// visitor is somebody at a browser window with cookies of their own.
type visitor struct {
	*house
	t   *testing.T
	ctx context.Context
	dir string // of downloads

	mu     sync.Mutex
	asked  []string // every address the window asked for
	thrown []string // what its scripts did not catch
}

// visitor opens a window of that width.
func (h *house) visitor(t *testing.T, width int64) *visitor {
	t.Helper()
	ctx, leave := chromedp.NewContext(h.browser, chromedp.WithNewBrowserContext())
	t.Cleanup(leave)
	v := &visitor{house: h, t: t, ctx: ctx, dir: t.TempDir()}
	within(t, patience, "open a window", func() error { return chromedp.Do(ctx) })
	if err := chromedp.Listen(ctx, v.note); err != nil {
		t.Fatal(err)
	}
	v.do("set the width", chromedp.EmulateViewport(width, 800))
	t.Cleanup(v.picture)
	t.Cleanup(func() {
		v.mu.Lock()
		defer v.mu.Unlock()
		for _, e := range v.thrown {
			t.Errorf("a script failed: %s", e)
		}
	})
	return v
}

// note runs for every event of the window.
func (v *visitor) note(event any) {
	v.mu.Lock()
	defer v.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		v.asked = append(v.asked, e.Request.URL)
	case *runtime.EventExceptionThrown:
		v.thrown = append(v.thrown, e.ExceptionDetails.Text+" "+e.ExceptionDetails.URL)
	}
}

// addresses are those the window has asked for so far.
func (v *visitor) addresses() string {
	v.mu.Lock()
	defer v.mu.Unlock()
	return strings.Join(v.asked, "\n")
}

// do takes steps, each within its time.
func (v *visitor) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	v.t.Helper()
	for _, step := range steps {
		ctx, cancel := context.WithTimeout(v.ctx, patience)
		err := chromedp.Do(ctx, step)
		cancel()
		if err != nil {
			v.t.Fatalf("%s: %v", what, err)
		}
	}
}

// ask gives the value of an expression in the page.
func ask[T any](v *visitor, expression string, options ...chromedp.EvaluateOption) T {
	v.t.Helper()
	ctx, cancel := context.WithTimeout(v.ctx, patience)
	defer cancel()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, options...))
	if err != nil {
		v.t.Fatalf("ask the page for %.80s: %v", expression, err)
	}
	return value
}

// arrive takes a step that leads to another page and waits until it stands.
func (v *visitor) arrive(what string, step chromedp.Action[chromedp.Void]) {
	v.t.Helper()
	ctx, cancel := context.WithTimeout(v.ctx, patience)
	defer cancel()
	if _, err := chromedp.Run(ctx, chromedp.WaitEvent(page.LoadEventFired, nil, step)); err != nil {
		v.t.Fatalf("%s: no page came: %v", what, err)
	}
}

// open goes to an address of the house.
func (v *visitor) open(path string) {
	v.t.Helper()
	v.do("open "+path, chromedp.Navigate(v.url+path))
}

// named finds the link or button of that name, as people see it.
func named(name string) chromedp.Search {
	return chromedp.Search(fmt.Sprintf(`//main//*[self::a or self::button][not(@aria-hidden)][normalize-space(.)="%s"]`, name))
}

// press presses a link or a button that leads to another page.
func (v *visitor) press(name string) {
	v.t.Helper()
	v.arrive("press "+name, chromedp.Click(named(name)))
}

// field is a selector of one field of a form, by its name.
func field(name string) chromedp.CSS { return chromedp.CSS(fmt.Sprintf(`main [name=%q]`, name)) }

// option is one radio or box of several.
func option(name, value string) chromedp.CSS {
	return chromedp.CSS(fmt.Sprintf(`main [name=%q][value=%q]`, name, value))
}

// fill types into an empty field.
func (v *visitor) fill(name, text string) {
	v.t.Helper()
	v.do("fill in "+name, chromedp.SendKeys(field(name), text))
}

// choose clicks on a radio or a box.
func (v *visitor) choose(name, value string) {
	v.t.Helper()
	v.do("choose "+name+" "+value, chromedp.Click(option(name, value)))
}

// text is what the page says to somebody who looks at it.
func (v *visitor) text() string {
	v.t.Helper()
	return strings.Join(strings.Fields(ask[string](v, `document.body.innerText`)), " ")
}

// sees checks that the page says something.
func (v *visitor) sees(words ...string) {
	v.t.Helper()
	text := v.text()
	for _, w := range words {
		if !strings.Contains(text, w) {
			v.t.Fatalf("%s does not say %q, but: %s", v.path(), w, text)
		}
	}
}

// path is where the window is, without the house.
func (v *visitor) path() string {
	v.t.Helper()
	at, err := url.Parse(ask[string](v, `location.href`))
	if err != nil {
		v.t.Fatal(err)
	}
	return at.Path
}

// at checks where the window is.
func (v *visitor) at(path string) {
	v.t.Helper()
	if got := v.path(); got != path {
		v.t.Fatalf("the window is at %s instead of %s and says: %s", got, path, v.text())
	}
}

// download presses what leads to a file and gives the file's name and content.
func (v *visitor) download(name string) (string, []byte) {
	v.t.Helper()
	return v.save(name, chromedp.Click(named(name)))
}

// save takes a step that leads to a file. The browser gives a file its own name
// only when it is complete.
func (v *visitor) save(what string, step chromedp.Action[chromedp.Void]) (string, []byte) {
	v.t.Helper()
	dir, err := os.MkdirTemp(v.dir, "")
	if err != nil {
		v.t.Fatal(err)
	}
	_, err = chromedp.CallBrowser(v.ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
		Behavior: browser.SetDownloadBehaviorBehaviorAllow, BrowserContextID: chromedp.FromContext(v.ctx).BrowserContextID, DownloadPath: dir,
	})
	if err != nil {
		v.t.Fatal(err)
	}
	v.do("download "+what, step)
	var found string
	eventually(v.t, "the download of "+what, func() bool {
		files, err := os.ReadDir(dir)
		if err != nil || len(files) != 1 || strings.HasSuffix(files[0].Name(), ".crdownload") || strings.HasPrefix(files[0].Name(), ".") {
			return false
		}
		found = filepath.Join(dir, files[0].Name())
		return true
	})
	content, err := os.ReadFile(found)
	if err != nil {
		v.t.Fatal(err)
	}
	return filepath.Base(found), content
}

// pictures is where a journey that failed leaves what it saw last.
const pictures = "../../build/journey"

// picture keeps the window of a journey that failed.
func (v *visitor) picture() {
	if !v.t.Failed() {
		return
	}
	ctx, cancel := context.WithTimeout(v.ctx, patience)
	defer cancel()
	image, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err != nil {
		v.t.Logf("no picture could be taken: %v", err)
		return
	}
	text, err := chromedp.Run(ctx, chromedp.Evaluate[string](`location.href + "\n\n" + document.body.innerText`))
	if err != nil {
		v.t.Logf("the page's text could not be read: %v", err)
	}
	stem := filepath.Join(pictures, strings.ReplaceAll(v.t.Name(), "/", "-"))
	if err := os.MkdirAll(pictures, 0o755); err != nil {
		v.t.Log(err)
		return
	}
	for suffix, content := range map[string][]byte{".png": image, ".txt": []byte(text)} {
		if err := os.WriteFile(stem+suffix, content, 0o644); err != nil {
			v.t.Log(err)
		}
	}
	v.t.Logf("what was seen last is in %s.png and .txt", stem)
}
