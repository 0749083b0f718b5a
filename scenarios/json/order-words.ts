// The words that orders are made of. Plausible shop text, with letters outside ASCII where real names have them, so that
// decoding and encoding do the work they do in a shop and not that of a string of x.

export const CATEGORIES = ['books', 'garden', 'kitchen', 'music', 'tools'] as const;
export type Category = (typeof CATEGORIES)[number];

export const PRODUCTS: Readonly<Record<Category, readonly string[]>> = {
  books: [
    'The Quiet Harbour, paperback',
    'Field Guide to Alpine Flowers',
    'Les Misérables, tome premier',
    'A Short History of Bread',
    'Wörterbuch der Gärtnerei',
    'Maps of the Northern Sea',
  ],
  garden: [
    'Watering can, 8 l, galvanised',
    'Pruning shears "Löwe"',
    'Seed potatoes, early, 2 kg',
    'Jute twine, 100 m',
    'Rain gauge, glass',
    'Compost sieve, 40 cm',
  ],
  kitchen: [
    'Cast iron pan, 28 cm',
    'Crème brûlée torch',
    'Bread knife, serrated',
    'Measuring jug, 1 l',
    'Pepper mill, beech',
    'Smörgås board, oak',
  ],
  music: [
    'Guitar strings, light, set of 6',
    'Metronome, mechanical',
    'Sheet music: Für Elise',
    'Clarinet reeds 2½, box of 10',
    'Music stand, folding',
    'Recorder, pear wood',
  ],
  tools: [
    'Claw hammer, 450 g',
    'Spirit level, 60 cm',
    'Hex key set, metric',
    'Wood glue, 750 g',
    'Folding rule, 2 m',
    'Clamp, 300 mm',
  ],
};

export const TAGS = [
  'bestseller',
  'bulky',
  'clearance',
  'fragile',
  'gift',
  'handmade',
  'new',
  'refurbished',
  'seasonal',
  'sold-by-weight',
  'spare part',
  'für Kinder',
] as const;

/** Country, its currency, and customers who live there. */
export const CUSTOMERS = [
  { country: 'DE', currency: 'EUR', names: ['Jürgen Weiß', 'Anneliese Krämer', 'Tom Becker'] },
  { country: 'FR', currency: 'EUR', names: ['Hélène Lefèvre', 'François Dupont', 'Zoé Martin'] },
  { country: 'GB', currency: 'GBP', names: ['Oliver Hughes', 'Siân Llewellyn', 'Amelia Clarke'] },
  { country: 'US', currency: 'USD', names: ['Grace Walker', 'José Muñoz', 'Daniel Kim'] },
  { country: 'NL', currency: 'EUR', names: ['Daniël de Vries', 'Femke Jansen', 'Bas Smit'] },
  { country: 'PL', currency: 'EUR', names: ['Łukasz Wiśniewski', 'Zofia Kowalczyk', 'Ewa Nowak'] },
  { country: 'JP', currency: 'USD', names: ['山田 花子', '佐藤 健', 'Emi Tanaka'] },
] as const;

export const NOTE_WORDS =
  'please leave the parcel with the neighbour on the ground floor if nobody answers the bell and call before delivery since the courtyard gate stays closed until eight thank you Grüße aus München'.split(
    ' ',
  );
