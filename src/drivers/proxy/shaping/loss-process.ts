import type { Random } from '../../../core/random.ts';
import type { Loss } from '../../../impairment/model.ts';

/**
 * Packet loss: independent draws for a burst of 1, otherwise Gilbert's two states (good: nothing lost, bad:
 * all lost). With mean loss L and mean burst B the chain leaves the bad state with r = 1/B and enters it
 * with p = L r / (1 - L), which makes the share of time in the bad state L (Gilbert 1960; netem's `gemodel`).
 */
export class LossProcess {
  #bad = false;

  /** Whether the next packet is lost. */
  draw(loss: Loss, random: Random): boolean {
    if (loss.burst <= 1 || loss.average >= 1) {
      this.#bad = false;
      return random() < loss.average;
    }
    const leave = 1 / loss.burst;
    const enter = (loss.average * leave) / (1 - loss.average);
    this.#bad = random() < (this.#bad ? 1 - leave : enter);
    return this.#bad;
  }
}
