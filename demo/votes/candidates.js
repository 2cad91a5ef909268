/**
 * @typedef {object} Candidate
 * @property {string} shortcode as `:poop:`
 * @property {string} unicode
 */

const TABLE = `
  doughnut 🍩  poop 💩  cloud ☁️  rainbow 🌈  tornado 🌪️  snowman ⛄  umbrella ☂️  zap ⚡  fog 🌫️  droplet 💧
  sunny ☀️  star ⭐  comet ☄️  fire 🔥  ocean 🌊  volcano 🌋  desert 🏜️  island 🏝️  mountain ⛰️  camping 🏕️
  dog 🐶  cat 🐱  fox 🦊  bear 🐻  panda 🐼  koala 🐨  tiger 🐯  lion 🦁  cow 🐮  pig 🐷
  frog 🐸  monkey 🐵  chicken 🐔  penguin 🐧  duck 🦆  eagle 🦅  owl 🦉  bat 🦇  wolf 🐺  horse 🐴
  unicorn 🦄  bee 🐝  bug 🐛  snail 🐌  turtle 🐢  snake 🐍  octopus 🐙  crab 🦀  whale 🐳  dolphin 🐬
  cactus 🌵  palm 🌴  clover 🍀  mushroom 🍄  tulip 🌷  rose 🌹  sunflower 🌻  maple 🍁  bouquet 💐  seedling 🌱
  apple 🍎  banana 🍌  cherries 🍒  grapes 🍇  lemon 🍋  melon 🍈  peach 🍑  pear 🍐  pineapple 🍍  strawberry 🍓
  pizza 🍕  taco 🌮  burrito 🌯  sushi 🍣  ramen 🍜  popcorn 🍿  pretzel 🥨  cheese 🧀  cookie 🍪  coffee ☕
  bike 🚲  train 🚆  tram 🚊  rocket 🚀  sailboat ⛵  anchor ⚓  balloon 🎈  gift 🎁  guitar 🎸  trumpet 🎺
  soccer ⚽  tennis 🎾  dart 🎯  dice 🎲  puzzle 🧩  robot 🤖  ghost 👻  alien 👽  crown 👑  hundred 💯
`;

/**
 * The hundred candidates.
 * @type {readonly Candidate[]}
 */
export const CANDIDATES = TABLE.trim()
  .split(/\s{2,}/)
  .map((entry) => {
    const [name = '', unicode = ''] = entry.split(' ');
    return { shortcode: `:${name}:`, unicode };
  });

/**
 * The method of the voting service that takes the votes for a candidate: each has one of its own.
 * @param {string} shortcode
 * @returns {string}
 */
export function voteMethod(shortcode) {
  const name = shortcode.slice(1, -1);
  return `Vote${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}
