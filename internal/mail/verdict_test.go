package mail

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
)

func TestDelaysGrowToThreeDays(t *testing.T) {
	var total, last time.Duration
	for attempts := 1; ; attempts++ {
		shortest, again := delay(attempts, 0)
		if !again {
			break
		}
		longest, _ := delay(attempts, 0.999)
		if shortest < last || longest <= shortest || longest > shortest*12/10 {
			t.Errorf("attempt %d waits %v to %v after %v", attempts, shortest, longest, last)
		}
		total, last = total+shortest, shortest
	}
	if first, _ := delay(1, 0); first != time.Minute {
		t.Errorf("the first wait is %v", first)
	}
	if total < 66*time.Hour || total > 78*time.Hour {
		t.Errorf("all waits are %v, want about three days", total)
	}
}

func TestRestGrowsAndEnds(t *testing.T) {
	want := []time.Duration{5 * time.Second, 10 * time.Second, 20 * time.Second, 40 * time.Second, 80 * time.Second, 160 * time.Second, 5 * time.Minute, 5 * time.Minute}
	for troubles, rest := range want {
		if got := restAfter(troubles, 0); got != rest {
			t.Errorf("after %d troubles: %v, want %v", troubles, got, rest)
		}
	}
	if got := restAfter(1_000_000, 0.999); got <= restLongest || got > 6*time.Minute {
		t.Errorf("after many troubles: %v", got)
	}
}

func TestOutlineNamesNobody(t *testing.T) {
	for _, err := range []error{
		errors.New("550 5.1.1 <ana@example.org>: recipient ana@example.org unknown; write to postmaster@mail.example.org"),
		errors.New("rejected: ANA+x@EXAMPLE.ORG\r\nmore"),
	} {
		got := outline(err, "ana@example.org")
		if strings.Contains(got, "@") || strings.Contains(strings.ToLower(got), "ana") || strings.ContainsAny(got, "\r\n") {
			t.Errorf("%q still names somebody: %q", err, got)
		}
	}
	if got := outline(errors.New("550 5.1.1 <ana@example.org>: unknown"), "ana@example.org"); got != "550 5.1.1 <…>: unknown" {
		t.Errorf("outline is %q", got)
	}
	if got := outline(errors.New(strings.Repeat("x", 5000)), "ana@example.org"); len([]rune(got)) != errorLength {
		t.Errorf("an endless reply is kept with %d runes", len([]rune(got)))
	}
	if got := outline(context.DeadlineExceeded, "ana@example.org"); got != "the mail server did not answer in time" {
		t.Errorf("a timeout is told as %q", got)
	}
}

func TestOnlyTheLetterItselfFails(t *testing.T) {
	for _, err := range []error{errors.New("EOF"), away{errors.New("535 wrong password")}, context.Canceled} {
		if permanent(err) {
			t.Errorf("%v counts as a refusal of the letter", err)
		}
	}
	if !permanent(unwritable{errors.New("no such zone")}) {
		t.Error("a letter that cannot be written is tried again")
	}
}
