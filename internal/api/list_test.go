package api

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// Nobody who is there from the first page to the last is missed or comes twice,
// although others register and withdraw between the pages.
func TestPagesWhileOthersRegister(t *testing.T) {
	t.Parallel()
	h := open(t)
	var there []string
	for i := range 23 {
		there = append(there, h.call("organiser", "POST", budapest, anna(fmt.Sprintf("There%d", i))).is(201).body["reference"].(string))
	}
	stop, busy := make(chan struct{}), sync.WaitGroup{}
	busy.Go(func() {
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
			}
			a, err := h.try("organiser", "POST", budapest, anna(fmt.Sprintf("New%d", i)))
			if err == nil && a.status == 201 && i%2 == 0 {
				_, err = h.try("organiser", "DELETE", budapest+"/"+a.body["reference"].(string), nil)
			}
			if err != nil {
				t.Error(err)
			}
			time.Sleep(5 * time.Millisecond) // the list must be able to end
		}
	})
	seen := map[string]int{}
	pages := 0
	for path := any(budapest + "?limit=3"); path != nil; pages++ {
		a := h.call("reader", "GET", path.(string), nil).is(200)
		h.asDocumented("list-registrations", a)
		for _, item := range a.list("items") {
			seen[item["reference"].(string)]++
		}
		path = a.body["next"]
	}
	close(stop)
	busy.Wait()
	for _, reference := range there {
		if seen[reference] != 1 {
			t.Errorf("%s came %d times", reference, seen[reference])
		}
	}
	if pages < 8 {
		t.Errorf("%d pages", pages)
	}
}

func TestListFilters(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.resize("budapest", "bp-a1", 1)
	for _, name := range []string{"Anna", "Bea", "Cili"} {
		h.call("organiser", "POST", budapest, anna(name, object{"activities": []string{"bp-a1"}, "join_waiting_list": "all"})).is(201)
	}
	h.call("organiser", "POST", budapest, anna("Dora")).is(201)
	h.later(time.Hour)
	changed := h.now()
	h.call("organiser", "PATCH", budapest+"/"+h.kept("Dora").Reference, object{"function": "Adviser"}).is(200)
	h.call("organiser", "DELETE", budapest+"/"+h.kept("Anna").Reference, nil).is(200) // Bea moves up
	since := url.QueryEscape(changed.Format(time.RFC3339))
	for query, want := range map[string]string{
		"": "Anna Bea Cili Dora", "state=withdrawn": "Anna", "state=confirmed": "Bea Cili Dora", "activity=bp-a1": "Bea Cili",
		"state=confirmed&activity=bp-a1&limit=1": "Bea Cili", "modified_since=" + since: "Anna Bea Dora",
		"modified_since=" + url.QueryEscape(changed.Add(time.Second).Format(time.RFC3339)): "", "activity=bp-c1": "",
	} {
		var names []string
		for path := any(budapest + "?" + query); path != nil; {
			a := h.call("organiser", "GET", path.(string), nil).is(200)
			for _, item := range a.list("items") {
				names = append(names, item["given_name"].(string))
			}
			path = a.body["next"]
		}
		slices.Sort(names)
		if got := strings.Join(names, " "); got != want {
			t.Errorf("%q: %s, want %s", query, got, want)
		}
	}
}

func TestWrongParametersAreNamed(t *testing.T) {
	t.Parallel()
	h := open(t)
	for query, wrong := range map[string]string{
		"state=absent": "state", "activity=nothing": "activity", "activity=event": "activity", "limit=0": "limit", "limit=201": "limit", "limit=x": "limit",
		"modified_since=yesterday": "modified_since", "modified_since=0000-01-01T00:00:00Z": "modified_since", "cursor=!": "cursor", "cursor=AAAA": "cursor",
		"cursor=" + cursor(1) + "x": "cursor", "q=Anna": "q", "activity=%00": "activity",
	} {
		h.call("organiser", "GET", budapest+"?"+query, nil).wrong(wrong)
	}
}

func TestReadingTheListIsNoted(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.call("organiser", "POST", budapest, anna("Anna")).is(201)
	h.call("desk", "GET", budapest, nil).is(200)
	h.call("desk", "HEAD", budapest, nil).is(200)
	var notes []string
	h.must(h.db.NewRaw("select a.action || ' ' || a.object || ' ' || (a.detail ->> 'rows') from audit a join account c on c.id = a.account_id where c.email = 'desk@example.org'").Scan(t.Context(), &notes))
	if len(notes) != 1 || notes[0] != "read-registrations budapest 1" {
		t.Errorf("noted %v", notes)
	}
}
