import type { Attachment, RunView } from "../../../shared/operations/run-operations.ts";
import { byteSizeText } from "../../format/byte-size-text.ts";
import { fingerprintText } from "../../format/fingerprint-text.ts";
import type { RecordFacts } from "../../state/record-facts.ts";
import { fileVerdict, inRecordVerdict, type ShownCheck } from "../../state/shown-check.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorBox } from "../../ui/error-box.tsx";
import { FactChip, fileLook } from "../../ui/fact-chips.tsx";
import { LineView } from "../../ui/line-view.tsx";
import { SafeName } from "../../ui/safe-name.tsx";
import { Section } from "../../ui/section.tsx";

const words = en.runPage.files;

/** Which text is open: G-code inside the record has no fingerprint of its own. */
const IN_RECORD = "in-record";

/** The files of a run, numbers first; the beginning of a text can be looked at. */
export function FilesSection(props: {
  readonly open: boolean;
  readonly onToggle: () => void;
  readonly view: RunView;
  readonly facts: RecordFacts;
  readonly fenced: boolean;
  readonly shown: ShownCheck;
}) {
  const { view, facts, fenced, shown } = props;
  const count = view.attachments.length + (facts.gcodeText === null ? 0 : 1);
  return (
    <Section
      id="run-files"
      title={en.runPage.sections.files}
      note={count === 0 ? undefined : words.count(count)}
      open={props.open}
      onToggle={props.onToggle}
    >
      {count === 0 ? (
        <p className="soft">{emptySentence(view, facts)}</p>
      ) : (
        <FileTable attachments={view.attachments} gcodeText={facts.gcodeText} fenced={fenced} shown={shown} />
      )}
      {fenced && count > 0 ? <p className="soft">{words.fencedFile}</p> : <OpenText view={view} facts={facts} />}
    </Section>
  );
}

function emptySentence(view: RunView, facts: RecordFacts): string {
  if (!facts.readable) return en.runPage.unreadableFacts;
  return view.row.status === "BLOCKED" ? words.noneBlocked : words.none;
}

function FileTable(props: {
  readonly attachments: readonly Attachment[];
  readonly gcodeText: string | null;
  readonly fenced: boolean;
  readonly shown: ShownCheck;
}) {
  const { columns } = words;
  return (
    <div className="table-scroll">
      <table className="table" aria-label={en.runPage.sections.files}>
        <thead>
          <tr>
            <th scope="col">{columns.name}</th>
            <th scope="col">{columns.kind}</th>
            <th scope="col" className="numeric">
              {columns.size}
            </th>
            <th scope="col">{columns.state}</th>
            <th scope="col">{columns.action}</th>
          </tr>
        </thead>
        <tbody>
          {props.gcodeText === null ? null : (
            <tr>
              <td>{words.gcodeInRecord}</td>
              <td>{words.inRecord}</td>
              <td className="numeric">{byteSizeText(new TextEncoder().encode(props.gcodeText).length)}</td>
              <td>
                <FactChip fact="check" look={fileLook(inRecordVerdict(props.shown))} size="row" />
              </td>
              <td>
                <OpenButton id={IN_RECORD} name={words.gcodeInRecord} fenced={props.fenced} />
              </td>
            </tr>
          )}
          {props.attachments.map((file) => (
            <FileRow key={`${file.sha256} ${file.filename}`} file={file} fenced={props.fenced} shown={props.shown} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function FileRow(props: { readonly file: Attachment; readonly fenced: boolean; readonly shown: ShownCheck }) {
  const { file, fenced, shown } = props;
  const name = fileName(file);
  return (
    <tr>
      <td>
        <SafeName text={name} />
      </td>
      <td>{file.kind === null ? en.words.none : <SafeName text={file.kind} />}</td>
      <td className="numeric">{file.size_bytes === null ? en.words.unknown : byteSizeText(file.size_bytes)}</td>
      <td>
        <FileState file={file} name={name} shown={shown} />
      </td>
      <td>{file.present ? <OpenButton id={file.sha256} name={name} fenced={fenced} /> : null}</td>
    </tr>
  );
}

/** The check chip of one file, and what to do where the file is another or gone. */
function FileState(props: { readonly file: Attachment; readonly name: string; readonly shown: ShownCheck }) {
  const { file, name, shown } = props;
  const verdict = file.present ? fileVerdict(file.sha256, shown) : "cannot-check";
  const look = fileLook(verdict);
  const missing = file.present ? {} : { word: en.runPage.check.fileMissing };
  return (
    <div className="file-state">
      <FactChip fact="check" look={{ ...look, ...missing }} size="row" />
      {verdict === "changed" ? (
        <p className="file-changed">
          <SafeName text={en.runPage.check.fileChanged(name)} />
        </p>
      ) : null}
      {file.present ? null : <p>{en.runPage.check.fileGone(fingerprintText(file.sha256, false))}</p>}
    </div>
  );
}

function OpenButton({ id, name, fenced }: { readonly id: string; readonly name: string; readonly fenced: boolean }) {
  const { filePreview } = useStores();
  const isOpen = useWindowStore("filePreview", (state) => state.sha256 === id);
  if (fenced) return null;
  const press = (): void => {
    const { open, close, show } = filePreview.getState();
    if (isOpen) close();
    else if (id === IN_RECORD) show(IN_RECORD);
    else void open(id);
  };
  return (
    <Button expanded={isOpen} label={isOpen ? words.closeName(name) : words.openName(name)} onPress={press}>
      {isOpen ? words.close : words.open}
    </Button>
  );
}

function OpenText({ view, facts }: { readonly view: RunView; readonly facts: RecordFacts }) {
  const { sha256, preview } = useWindowStore("filePreview", (state) => state);
  if (sha256 === null) return null;
  if (sha256 === IN_RECORD) {
    return facts.gcodeText === null ? null : (
      <LineView text={facts.gcodeText} label={words.lines(words.gcodeInRecord)} />
    );
  }
  const file = view.attachments.find((one) => one.sha256 === sha256);
  if (file === undefined || preview.state === "idle") return null;
  if (preview.state === "loading") return <p className="soft">{words.reading}</p>;
  if (preview.state === "failed") {
    if (preview.error.code === "CONFLICT") return <ChangedFile file={file} />;
    return <ErrorBox title={words.openFailed} error={preview.error} />;
  }
  const { text, shownBytes, sizeBytes, isRecorded } = preview.value;
  return (
    <>
      {isRecorded ? null : <ChangedNote name={fileName(file)} />}
      {text === null ? <p>{words.notText}</p> : <LineView text={text} label={words.lines(fileName(file))} />}
      {text !== null && shownBytes < sizeBytes ? (
        <p className="soft">{words.cut(byteSizeText(shownBytes), byteSizeText(sizeBytes))}</p>
      ) : null}
    </>
  );
}

/** What stands where nothing of a changed file is shown. One more tap shows it, for who wants to see what is there now. */
function ChangedFile({ file }: { readonly file: Attachment }) {
  const { filePreview } = useStores();
  const name = fileName(file);
  return (
    <div className="file-state">
      <ChangedNote name={name} />
      <p>{words.changedNotShown}</p>
      <Button label={words.openAnywayName(name)} onPress={() => void filePreview.getState().openAnyway(file.sha256)}>
        {words.openAnyway}
      </Button>
    </div>
  );
}

function ChangedNote({ name }: { readonly name: string }) {
  return (
    <div className="file-state" role="alert">
      <FactChip fact="check" look={fileLook("changed")} size="row" />
      <p className="file-changed">
        <SafeName text={en.runPage.check.fileChanged(name)} />
      </p>
    </div>
  );
}

function fileName(file: Attachment): string {
  return file.filename ?? words.unnamed(file.sha256.slice(0, 12));
}
