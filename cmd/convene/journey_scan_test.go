package main

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// scanWhileTheNetworkIsAway scans a badge at the door of a bus while nothing is
// reached, and goes on scanning: each is asked for when the network is back.
func scanWhileTheNetworkIsAway(t *testing.T, h *house) {
	v := h.visitor(t, desk)
	const list = "/organise/events/budapest/presence/bp-t3"
	v.open(list)
	v.signIn("desk@example.org")
	v.open(list)
	v.do("lose the network", offline(true))
	for _, token := range []string{strings.Repeat("à", 27), strings.Repeat("b", 27)} {
		v.do("scan", chromedp.SendKeys(field("find"), token+kb.Enter))
		eventually(t, "the page says that it keeps "+token[:2], func() bool { return strings.Contains(v.text(), token) })
		if left := ask[string](v, `document.getElementById("find").value`); left != "" {
			t.Errorf("the next badge is typed behind %q", left)
		}
	}
	v.sees("Not saved yet. It is tried again. Waiting to be sent: 2")
	v.do("mark somebody by number", chromedp.SendKeys(field("find"), "1"+kb.Enter))
	v.do("find the network", offline(false))
	eventually(t, "both badges are answered, and stay", func() bool {
		text := v.text()
		return strings.Contains(text, "The scanner’s keyboard layout does not match") && strings.Contains(text, "Not a badge")
	})
	v.sees("1 present")
	if text := v.text(); strings.Contains(text, "Waiting to be sent") || strings.Contains(text, "Not saved yet") {
		t.Errorf("the page still says that something waits: %s", text)
	}
}

// offline takes the network away from a window, or gives it back.
func offline(away bool) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
			MatchedNetworkConditions: []*network.Conditions{{Offline: away, DownloadThroughput: -1, UploadThroughput: -1}},
		})
		return err
	})
}
