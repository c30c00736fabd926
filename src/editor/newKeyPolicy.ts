import * as vscode from 'vscode';
import {
  keyPolicyServices,
  needsRegion,
  newKeyPolicy,
  readAccount,
  type Reading,
  readPrincipals,
  readRegion,
  usesCaller,
  type NewKeyPolicy,
} from '../assist/newKeyPolicy';
import type { Snippet } from '../assist/snippets';
import { printJson } from '../policy';
import { regions } from '../reference';
import { asCode, type Message, message } from '../text/message';
import { profileAccounts } from './credentials/profileAccounts';
import { type Host, registerCommand } from './host';

/** What was answered so far; the account comes first. */
type Answers = { -readonly [K in keyof NewKeyPolicy]?: NewKeyPolicy[K] };
type Outcome = 'next' | 'back' | 'cancel';
interface Step {
  /** Whether there is anything to ask. */
  readonly due: (answers: Answers) => boolean;
  readonly ask: (dialogue: Dialogue, answers: Answers) => Promise<Outcome>;
}

/** **New Key Policy…**: asks for account, administrators, users and services, and opens a key policy without a finding. */
export function registerNewKeyPolicy(host: Host): vscode.Disposable {
  return registerCommand(host, 'doubleLock.newKeyPolicy', async () => {
    const answers: Answers = {};
    for (let at = 0; at < steps.length;) {
      const outcome =
        (await steps[at]?.ask(
          new Dialogue(host, { step: stepNumber(at, answers), total: due(answers).length, first: at === 0 }),
          answers,
        )) ?? 'cancel';
      if (outcome === 'cancel') {
        return;
      }
      at += outcome === 'next' ? 1 : -1;
      while (steps[at]?.due(answers) === false) {
        at += outcome === 'next' ? 1 : -1;
      }
    }
    const content = `${printJson(newKeyPolicy(whole(answers)), '  ')}\n`;
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'json', content }));
  });
}

function due(answers: Answers): readonly Step[] {
  return steps.filter(step => step.due(answers));
}
function stepNumber(at: number, answers: Answers): number {
  return steps.slice(0, at + 1).filter(step => step.due(answers)).length;
}

function whole(answers: Answers): NewKeyPolicy {
  return { account: '', partition: 'aws', administrators: [], users: [], services: [], ...answers };
}

const always = (): boolean => true;

const steps: readonly Step[] = [
  {
    due: always,
    ask: async (dialogue, answers) => {
      const accounts = await profileAccounts(dialogue.host);
      return dialogue.text({
        title: message('Which account owns the key?'),
        prompt: message('12 digits, or any ARN of the account'),
        value: answers.account ?? accounts[0] ?? '',
        read: readAccount,
        take: value => Object.assign(answers, value),
      });
    },
  },
  {
    due: always,
    ask: (dialogue, answers) =>
      dialogue.text({
        title: message('Who manages the key?'),
        prompt: message('ARNs of roles or users, or role/NAME; several with commas. Empty: IAM policies decide.'),
        value: (answers.administrators ?? []).join(', '),
        read: text => readPrincipals(text, whole(answers), 'administrators'),
        take: administrators => Object.assign(answers, { administrators }),
      }),
  },
  {
    due: always,
    ask: (dialogue, answers) =>
      dialogue.text({
        title: message('Who encrypts and decrypts with it?'),
        prompt: message('ARNs of roles or users, or role/NAME; several with commas. Empty: IAM policies decide.'),
        value: (answers.users ?? []).join(', '),
        read: text => readPrincipals(text, whole(answers), 'users'),
        take: users => Object.assign(answers, { users }),
      }),
  },
  { due: always, ask: (dialogue, answers) => dialogue.services(answers) },
  {
    due: ({ users = [], services = [] }) => users.length > 0 && services.some(usesCaller),
    ask: (dialogue, answers) => dialogue.howUsed(answers),
  },
  {
    due: answers => needsRegion(whole(answers)),
    ask: (dialogue, answers) =>
      dialogue.text({
        title: message('In which Region is the key?'),
        prompt: message('Services are called by it: logs.eu-west-1.amazonaws.com'),
        value: answers.region ?? '',
        read: text => readRegion(text, answers.partition ?? 'aws'),
        take: region => Object.assign(answers, { region }),
        placeholder: regions[0],
      }),
  },
];

/** A question that is answered with a text. */
interface TextQuestion<T> {
  readonly title: Message;
  readonly prompt: Message;
  /** What stands in the box at first. */
  readonly value: string;
  readonly read: (text: string) => Reading<T>;
  /** Gets what was read, once it is accepted. */
  readonly take: (value: T) => void;
  readonly placeholder?: string | undefined;
}

/** One step of the dialogue: an input with a way back, whose answer is checked while it is typed. */
class Dialogue {
  constructor(
    readonly host: Host,
    private readonly place: { readonly step: number; readonly total: number; readonly first: boolean },
  ) {}

  /** Asks for a text; goes on only with one that can be read. */
  async text<T>({ title, prompt, value, read, take, placeholder = '' }: TextQuestion<T>): Promise<Outcome> {
    const input = vscode.window.createInputBox();
    input.prompt = this.host.say(prompt);
    input.value = value;
    input.placeholder = placeholder;
    const check = (): void => {
      const reading = read(input.value);
      input.validationMessage = 'problem' in reading ? this.host.say(reading.problem) : undefined;
    };
    // An empty box is no mistake before anything was typed.
    input.onDidChangeValue(check);
    return this.show(input, title, () => {
      const reading = read(input.value);
      if ('problem' in reading) {
        check();
        return false;
      }
      take(reading.value);
      return true;
    });
  }

  /** Asks which services use the key. */
  async services(answers: Answers): Promise<Outcome> {
    const pick = vscode.window.createQuickPick<vscode.QuickPickItem & { readonly snippet: Snippet }>();
    pick.canSelectMany = true;
    pick.matchOnDetail = true;
    pick.placeholder = this.host.say(message('Space chooses, Enter goes on; none is fine'));
    pick.items = keyPolicyServices.map(snippet => ({
      label: this.host.say(snippet.title),
      detail: this.host.say(snippet.what),
      snippet,
      ...(!snippet.documented && { description: this.host.say(message('compare it with AWS’s page')) }),
    }));
    pick.selectedItems = pick.items.filter(item => answers.services?.includes(item.snippet));
    return this.show(pick, message('Which AWS services use the key?'), () => {
      answers.services = pick.selectedItems.map(item => item.snippet);
      return true;
    });
  }

  /** Asks whether the users reach the key directly as well. */
  async howUsed(answers: Answers): Promise<Outcome> {
    const pick = vscode.window.createQuickPick<vscode.QuickPickItem & { readonly only: boolean }>();
    pick.items = [
      {
        label: this.host.say(message('Directly, and through every service')),
        detail: this.host.say(message('What the console writes for key users')),
        only: false,
      },
      {
        label: this.host.say(message('Only through the chosen services')),
        detail: this.host.say(message('Their calls have to carry kms:ViaService where the service sends it')),
        only: true,
      },
    ];
    pick.activeItems = pick.items.filter(item => item.only === (answers.onlyThroughServices ?? false));
    return this.show(pick, message('How do the users reach the key?'), () => {
      answers.onlyThroughServices = pick.activeItems[0]?.only ?? false;
      return true;
    });
  }

  /** Shows the input until it is accepted, left, or the way back is taken. */
  private async show(
    input: vscode.InputBox | vscode.QuickPick<vscode.QuickPickItem>,
    title: Message,
    accept: () => boolean,
  ): Promise<Outcome> {
    input.title = this.host.say(message('New Key Policy: {question}', { question: asCode(this.host.say(title)) }));
    input.step = this.place.step;
    input.totalSteps = this.place.total;
    input.ignoreFocusOut = true;
    if (!this.place.first) {
      input.buttons = [vscode.QuickInputButtons.Back];
    }
    try {
      return await new Promise<Outcome>(resolve => {
        input.onDidTriggerButton(() => resolve('back'));
        input.onDidAccept(() => {
          if (accept()) {
            resolve('next');
          }
        });
        input.onDidHide(() => resolve('cancel'));
        input.show();
      });
    } finally {
      input.dispose();
    }
  }
}
