/** User settings for a quiet window: nothing asks, nothing is fetched, nothing moves between two pictures. */
export type Settings = Readonly<Record<string, unknown>>;

export const quiet: Settings = {
  'chat.disableAIFeatures': true,
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'workbench.reduceMotion': 'on',
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'files.autoSave': 'off', // as on the desktop; in the browser it is on
  'git.enabled': false,
  'remote.autoForwardPorts': false,
  'json.schemaDownload.enable': false,
};

/** The workspace counts as trusted; without this the window opens in Restricted Mode. */
export const trusted: Settings = { 'security.workspace.trust.enabled': false };

export const restricted: Settings = {
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.banner': 'never',
};
