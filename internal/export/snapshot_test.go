package export

import (
	"strings"
	"testing"

	"convene/internal/registration"
)

// Agreement and consents change together, again and again, while files are made:
// either the agreement has the address and nobody consents, or the other way
// round. A file that read the two at different moments would hold both.
func TestAFileIsOneMoment(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.register(named("Anna"), yes("iris"))
	f.must(f.both(true))
	stop, stopped := make(chan struct{}), make(chan error)
	go func() { stopped <- f.flip(stop) }()
	for range 120 {
		body := string(f.partnerFile(f.iris, CSV).Body)
		if withAddress, holdsAnna := strings.Contains(body, ",email"), strings.Contains(body, "Anna"); withAddress == holdsAnna {
			t.Errorf("two moments in one file:\n%s", body)
			break
		}
	}
	close(stop)
	f.must(<-stopped)
}

// flip changes both until it is stopped.
func (f *fixture) flip(stop chan struct{}) error {
	for i := 1; ; i++ {
		select {
		case <-stop:
			return nil
		default:
		}
		if err := f.both(i%2 == 0); err != nil {
			return err
		}
	}
}

// both sets the agreement and the consent in one statement.
func (f *fixture) both(consent bool) error {
	fields := "{name,email}"
	if consent {
		fields = "{name}"
	}
	_, err := f.db.NewRaw(`with agreed as (update agreement set fields = ? where partner_id = ?)
		insert into consent (registration_id, purpose, given, fields, text_hash, at, channel)
		select registration_id, purpose, ?, fields, text_hash, at, ? from consent order by id limit 1`,
		fields, f.iris, consent, registration.ChannelWeb).Exec(f.ctx)
	return err
}
