package paper

import (
	"archive/zip"
	"context"
	"fmt"
	"io"

	"github.com/uptrace/bun"

	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/locale"
	"convene/internal/registration"
)

// Progress is told how much of a pack is done and which paper is drawn now, in
// words. An error from it ends the work.
type Progress func(done, total int, step string) error

// packed is one paper of a pack: where it lies, what it is, how much work it is
// beside the others, and who draws it.
type packed struct {
	folder, what string
	work         int
	draw         func(context.Context, *bun.DB) ([]*Paper, error)
}

// WritePack writes all papers of an event as a ZIP to w, one after the other, so
// that no more than one of them is in memory, and notes the print of its badges by
// the account, 0 for the command line. The warnings of all papers are given back,
// each once; they stand in a text file of the pack as well. fault.NotFound: there is no such
// event.
func WritePack(ctx context.Context, db *bun.DB, r Request, accountID int64, w io.Writer, told Progress) ([]Warning, error) {
	programme, err := event.Load(ctx, db, r.EventID)
	if err != nil {
		return nil, err
	}
	taken, err := registration.Breakdowns(ctx, db, r.EventID)
	if err != nil {
		return nil, err
	}
	p := packer{Printer: locale.For(r.Lang), programme: programme, request: r, account: accountID, zip: zip.NewWriter(w), told: told, said: map[string]bool{}}
	for _, f := range p.contents(taken) {
		p.total += f.work
		p.files = append(p.files, f)
	}
	if err := p.write(ctx, db); err != nil {
		return nil, err
	}
	return p.warnings, p.zip.Close()
}

// packer writes the files of one pack.
type packer struct {
	*locale.Printer
	programme   *event.Programme
	request     Request
	account     int64
	zip         *zip.Writer
	told        Progress
	files       []packed
	done, total int
	warnings    []Warning
	said        map[string]bool
}

func (p *packer) write(ctx context.Context, db *bun.DB) error {
	for _, f := range p.files {
		if err := p.told(p.done, p.total, f.what); err != nil {
			return err
		}
		papers, err := f.draw(ctx, db)
		if err != nil && !fault.Is(err, fault.NotFound) { // an activity may have gone meanwhile
			return fmt.Errorf("%s: %w", f.what, err)
		}
		for _, made := range papers {
			if err := p.add(f.folder+"/"+made.Name, made.Body); err != nil {
				return err
			}
			p.warn(made.Warnings)
		}
		p.done += f.work
	}
	if err := p.add(p.T("READ-ME")+".txt", []byte(p.readMe())); err != nil {
		return err
	}
	return p.told(p.total, p.total, "")
}

// warn keeps warnings, each once: a name stands on a dozen papers.
func (p *packer) warn(warnings []Warning) {
	for _, w := range warnings {
		if key := w.Reference + " " + w.String(); !p.said[key] {
			p.said[key], p.warnings = true, append(p.warnings, w)
		}
	}
}

// add stores a file; PDFs are compressed already.
func (p *packer) add(name string, body []byte) error {
	w, err := p.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store, Modified: p.request.Now})
	if err != nil {
		return fmt.Errorf("pack %s: %w", name, err)
	}
	_, err = w.Write(body)
	return err
}
