// A plain k6 script: it asks what SQUALL_TARGET names, and runs without squall as well:
//   SQUALL_TARGET=http://127.0.0.1:8080 k6 run checkout.js
import http from 'k6/http';
import { check } from 'k6';
import { Trend } from 'k6/metrics';

const shop = __ENV.SQUALL_TARGET;
const cartShown = new Trend('cart_shown', true);

export const options = {
  scenarios: {
    // Shoppers do not wait for one another, so arrivals are even, however slow the shop is.
    shoppers: {
      executor: 'constant-arrival-rate',
      rate: 25,
      duration: '50s',
      preAllocatedVUs: 50,
      gracefulStop: '5s',
    },
  },
  thresholds: {
    checks: ['rate>0.99'],
  },
};

export default function () {
  const page = http.get(`${shop}/cart`, { tags: { name: 'cart-page' } });
  const cart = http.get(`${shop}/api/cart`, { tags: { name: 'cart' } });
  check(cart, { 'the cart has come': ({ status }) => status === 200 });
  cartShown.add(page.timings.duration + cart.timings.duration);
}
