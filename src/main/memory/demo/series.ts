/**
 * What a family writes down again and again: heights on the door frame, things the children said, the garden's
 * year, the recipe box, the notebook of the car. Authored in pieces; put together the same way every time.
 */
import type { Story } from './story.ts';

const HEIGHTS: readonly (readonly [
  name: string,
  born: string,
  first: number,
  centimetres: readonly number[],
])[] = [
  ['Emil', '03-19', 2013, [86, 95, 103, 109, 115, 122, 128, 134, 139, 145, 152, 160, 168, 174]],
  ['Hana', '06-27', 2017, [84, 93, 100, 107, 113, 118, 124, 130, 136, 141]],
];

function heights(): Story[] {
  return HEIGHTS.flatMap(([name, born, first, centimetres]) =>
    centimetres.map((height, index): Story => {
      const before = centimetres[index - 1];
      const grown =
        before === undefined ? 'The first line on the frame.' : `${height - before} cm since last year.`;
      return [
        `${first + index}-${born}`,
        `Door frame: ${name}`,
        `${height} cm, without shoes, heels against the wood. ${grown}`,
        'door-frame birthday',
        { people: name },
      ];
    }),
  );
}

const SAID: readonly (readonly [when: string, who: 'Emil' | 'Hana', said: string])[] = [
  ['2013-06-11', 'Emil', '“The moon is following our car. Tell it we are nearly there.”'],
  ['2013-09-29', 'Emil', '“I am not tired. My eyes are just resting without me.”'],
  ['2014-01-23', 'Emil', 'Asked what he did at nursery: “I was in charge of the sand.”'],
  ['2014-05-17', 'Emil', '“When I was old I could drive.”'],
  ['2014-11-30', 'Emil', '“Broccoli is what happens when a tree does not finish.”'],
  ['2015-02-08', 'Emil', '“If the baby is a girl, who will be me?”'],
  ['2015-10-18', 'Emil', 'To Hana, four months: “You can copy me, but not the shouting.”'],
  ['2016-06-12', 'Emil', '“Yesterday is just today with the lights off.”'],
  ['2017-10-01', 'Hana', 'Pointing at the snail: “His house is on. He is in.”'],
  ['2018-02-25', 'Hana', '“I can’t hear you, I have my hat on my mouth.”'],
  ['2018-06-03', 'Hana', '“Is it still today?”'],
  ['2018-10-14', 'Hana', 'On being told to share: “I am sharing. I am sharing you with him.”'],
  ['2019-01-20', 'Hana', '“Papa’s bridges are for water that has to go under something.”'],
  ['2019-04-07', 'Hana', '“I do not want a nap, I want to lie down and be busy.”'],
  ['2019-09-15', 'Hana', 'First school dinner, verdict: “They have custard and they are not afraid of it.”'],
  ['2019-12-08', 'Hana', '“Oma’s voice has butter on.”'],
  ['2020-02-16', 'Hana', '“How many sleeps is a year if you do not sleep?”'],
  ['2020-05-24', 'Hana', 'On video lessons: “Miss Clarke is very small now but she still knows everything.”'],
  ['2020-09-06', 'Emil', '“I missed school. Not the lessons. The corridors.”'],
  ['2021-01-31', 'Hana', '“Sorry is in three languages but it is the same face.”'],
  ['2021-05-09', 'Hana', '“The frog is not ours. We are his people.”'],
  ['2021-10-24', 'Emil', '“You always say ‘in a minute’. I have been counting. It is eleven.”'],
  ['2022-01-30', 'Hana', '“I am not shy. I am just reading them first.”'],
  [
    '2022-09-25',
    'Hana',
    '“Mrs Adeyemi plays trombone because she has a lot to say and likes to slide into it.”',
  ],
  ['2023-02-05', 'Emil', '“German has a word for everything and English has a joke for it.”'],
  ['2023-05-21', 'Hana', '“In Japan I am tall. I would like to go back.”'],
  ['2023-11-12', 'Hana', '“Middle C is not broken, it is resting.”'],
  ['2024-04-21', 'Emil', '“I know you know. I just want to say it myself.”'],
  ['2024-11-17', 'Hana', '“When Opa’s hand shakes it is waving at somebody we can’t see yet.”'],
  ['2025-05-04', 'Hana', '“Being ten will be like nine but with more paperwork.”'],
  ['2025-11-16', 'Emil', '“You two are not as embarrassing as you try to be.”'],
  ['2026-02-22', 'Hana', '“I read the diary of this house and I am in it.”'],
];

/** Twelve months, three voices each: which one is written depends on the year alone. */
const GARDEN: readonly (readonly [string, string, string])[] = [
  [
    'Nothing to do but order seeds, so we ordered too many.',
    'Frost on the kale. It tastes better for it, says Yuki, and is right again.',
    'Pruned the apple: every third branch out, so that a hat could be thrown through.',
  ],
  [
    'Snowdrops by the shed. Nobody planted them.',
    'Broad beans in, in the rain, in gloves.',
    'The bath-pond is frozen. A leaf in it like a fly in amber.',
  ],
  [
    'Sowed tomatoes on the windowsill, eleven pots, seven names.',
    'Frogspawn in the bath. The children visit it before school.',
    'First bumblebee, very slow, inspected everything.',
  ],
  [
    'Potatoes in. Hana puts each to bed separately.',
    'Plum blossom and, of course, hail.',
    'Slugs 9, lettuce 0.',
  ],
  [
    'Tomatoes out too early. Fleece over them with clothes pegs; they look like guests who stayed.',
    'Rhubarb. Crumble. Rhubarb.',
    'Swifts back on the 6th, at supper, all of us out on the step with our mouths full.',
  ],
  [
    'Strawberries: 2.4 kg counted, and an unknown number not.',
    'Peas eaten standing up. None has reached the kitchen.',
    'Opa’s rose has opened. It is called “Gruß an Lübeck” by us alone.',
  ],
  [
    'Courgettes. Enough said.',
    'Beans up the poles, over the poles, looking for more pole.',
    'Watering at ten at night with the hose on the fine setting, best minutes of the day.',
  ],
  [
    'Tomatoes at last, warm from the wall. Salt. Nothing else.',
    'Blackberries from the lane, three scratches a pound.',
    'Too dry. The bath-pond is lent to the pumpkins by the bucket.',
  ],
  [
    'Apples from the left side, wasps from the right.',
    'Pumpkin at 11.2 kg, moved into the hall by two people.',
    'Shiso has seeded itself in the gutter. Left it there.',
  ],
  [
    'Leaves. Emil rakes them up, Hana un-rakes them.',
    'Garlic in, point up, a hand apart.',
    'Last roses on the table, three kinds of red.',
  ],
  [
    'Leeks, and mud as high as the boots.',
    'Put the garden to bed. Wrote down what we would do differently and lost the paper, as every year.',
    'One red apple left at the very top for the blackbird. It knows.',
  ],
  [
    'Robin on the spade handle, like on a card.',
    'Nothing grows but the pile of seed catalogues.',
    'Sprouts for the 24th, picked with a torch.',
  ],
];

function garden(): Story[] {
  const stories: Story[] = [];
  for (let year = 2012; year <= 2026; year += 1) {
    // Five months of each year find someone to write them down, and never the same five.
    for (let turn = 0; turn < 5; turn += 1) {
      const month = (year * 7 + turn * 5) % 12;
      const line = GARDEN[month]?.[(year + turn) % 3];
      const day = ((year * 3 + turn * 11) % 27) + 1;
      const when = `${year}-${String(month + 1).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
      if (line === undefined || when > '2026-11-20') continue;
      stories.push([when, `Garden, ${MONTHS[month]} ${year}`, line, 'garden', { kind: 'note' }]);
    }
  }
  return stories;
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

const RECIPES: readonly Story[] = [
  [
    '2012-03-18',
    'Curry rice, Sunday version',
    'Onions until they give up (40 minutes). Carrot, potato, one grated apple. Two kinds of roux, always two. Better on Monday.',
    'recipe japan',
    { people: 'Yuki', kind: 'recipe', picture: 'bowl' },
  ],
  [
    '2013-09-15',
    'Plum jam, no fuss',
    '1 kg plums, 500 g sugar, overnight, then a hard boil for twelve minutes. A stone from the last plum of the old tree goes into the jar that we keep.',
    'recipe garden',
    { kind: 'recipe' },
  ],
  [
    '2014-06-22',
    'Potato salad, the Lübeck position',
    'Broth, not mayonnaise. Warm. This is not a discussion.',
    'recipe germany funny',
    { people: 'Jonas', kind: 'recipe' },
  ],
  [
    '2015-04-26',
    'Onigiri for school',
    'Warm rice, wet hands, a little salt. Plum in the middle. The nori goes in a separate bag or it is a flannel by noon.',
    'recipe japan school',
    { people: 'Yuki, Emil', kind: 'recipe' },
  ],
  [
    '2016-11-27',
    'Stollen',
    'Begun four weeks early so that it can think. Rum on the raisins, some on the baker.',
    'recipe christmas',
    { people: 'Jonas', kind: 'recipe', picture: 'cake' },
  ],
  [
    '2018-03-04',
    'Okonomiyaki from the end of the fridge',
    'Half a cabbage, two eggs, 100 g flour, 100 ml dashi, whatever is left. Turn it once and with conviction.',
    'recipe japan',
    { people: 'Yuki', kind: 'recipe', picture: 'bowl' },
  ],
  [
    '2019-12-01',
    'Strawberry Christmas cake',
    'Sponge: 4 eggs, 120 g sugar, 120 g flour, nothing that rises but the eggs. Cream, cold. Strawberries in December, wrong and right.',
    'recipe christmas japan',
    { people: 'Yuki', kind: 'recipe', picture: 'cake' },
  ],
  [
    '2020-05-17',
    'Gerald’s loaf',
    '400 g strong white, 100 g rye, 380 g water, 10 g salt, 100 g Gerald. Overnight in the cold, 230 °C in the old pot, lid off for the last quarter of an hour.',
    'recipe lockdown',
    { people: 'Emil', kind: 'recipe' },
  ],
  [
    '2021-09-19',
    'Apple purée for forty-one kilos',
    'Skins on, sieve later. No sugar. Freeze it flat in bags and it stands like books.',
    'recipe garden autumn',
    { kind: 'recipe' },
  ],
  [
    '2022-03-27',
    'Halyna’s pancakes',
    'Kefir, egg, flour “until it falls like cloth”. Small, many, quick. Honey from the jar on the shelf, which is never quite empty.',
    'recipe',
    { people: 'Halyna, Hana', kind: 'recipe' },
  ],
  [
    '2023-10-08',
    'Cinnamon rolls, Hana & Co.',
    'The secret is cardamom and that you take them out two minutes before you think. 40p each, family half.',
    'recipe hana',
    { people: 'Hana', kind: 'recipe', picture: 'cake' },
  ],
  [
    '2025-01-05',
    'Soup for when somebody is sad',
    'Leek, potato, the good stock. Do not ask anything until the second bowl.',
    'recipe winter',
    { people: 'Yuki', kind: 'recipe', picture: 'bowl' },
  ],
];

const CAR: readonly (readonly [when: string, line: string])[] = [
  ['2012-10-06', 'The Skoda: 88,410 miles. New exhaust, £140. Smells of wet dog; we have no dog.'],
  ['2013-10-12', 'MOT passed with “advisory: owner’s optimism”. The man in Bedminster writes his own.'],
  ['2014-11-08', 'Rear springs, £210. It no longer bows when one gets in.'],
  ['2016-07-30', '112,300 miles, loaded for Lübeck. The roof box whistles in F, says Emil.'],
  ['2017-11-04', 'Heater stuck on hot. Until spring this counts as a feature.'],
  ['2019-09-07', 'Clutch, £480, or: the car has now cost what it cost.'],
  [
    '2021-07-24',
    'Sold for £300 to a student of fine art, who asked whether the moss on the window rubber was included.',
  ],
  ['2021-08-07', 'Electric now, second-hand. Hana: “It drives like thinking.”'],
  [
    '2023-08-05',
    'Tyres, £320. Range to Grandma Moon (what the navigation calls Lübeck): two days, six charges, nine games of cards.',
  ],
  ['2025-07-19', 'First scratch. Nobody did it. It must have been Gerald.'],
];

export const SERIES_STORIES: readonly Story[] = [
  ...heights(),
  ...SAID.map(
    ([when, who, said]): Story => [when, `${who} says`, said, 'said', { people: who, kind: 'quote' }],
  ),
  ...garden(),
  ...RECIPES,
  ...CAR.map(([when, line]): Story => [when, 'Notebook of the car', line, 'car', { kind: 'note' }]),
];
